using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>Reads what the head and the tail of a response say of a call.</summary>
internal static class ResponseHead
{
    /// <summary>The status of a response that has no messages, or is none of gRPC; null: messages may follow.</summary>
    /// <param name="response">The response.</param>
    /// <param name="trailers">The trailers, when the response is Trailers-Only.</param>
    public static Status? Judge(HttpResponseMessage response, out Metadata? trailers)
    {
        // A status in the headers tells more than the HTTP status beside it.
        if (TryReadStatus(response.Headers, out var status))
        {
            trailers = ReadMetadata(response.Headers);
            return status;
        }

        trailers = null;
        if (response.Version < HttpVersion.Version20)
            return new Status(StatusCode.Internal, $"Bad gRPC response. Response protocol downgraded to HTTP/{response.Version.ToString(2)}.");
        if (response.StatusCode != HttpStatusCode.OK)
            return new Status(FromHttpStatus((int)response.StatusCode), $"Bad gRPC response. HTTP status code: {(int)response.StatusCode}");

        var contentType = ReadSingle(response.Content.Headers, "Content-Type", firstOfMany: true);
        if (contentType is null)
            return new Status(StatusCode.Cancelled, "Bad gRPC response. Response did not have a content-type header.");
        if (!GrpcProtocol.IsGrpcContentType(contentType))
            return new Status(StatusCode.Cancelled, $"Bad gRPC response. Invalid content-type value: {contentType}");
        return null;
    }

    /// <summary>The status behind the messages.</summary>
    public static Status ReadTrailingStatus(HttpResponseMessage response)
    {
        try
        {
            return TryReadStatus(response.TrailingHeaders, out var status)
                ? status.Value
                : new Status(StatusCode.Cancelled, "No grpc-status found on response.");
        }
        catch (InvalidOperationException exception)
        {
            return new Status(StatusCode.Cancelled, exception.Message, exception);
        }
    }

    /// <summary>The compression of the messages; null: none.</summary>
    public static string? ReadEncoding(HttpResponseMessage response) =>
        ReadSingle(response.Headers, GrpcProtocol.EncodingHeader, firstOfMany: true);

    public static bool HasStatus(HttpResponseMessage response) => response.Headers.NonValidated.Contains(GrpcProtocol.StatusHeader);

    public static Metadata ReadMetadata(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (key, values) in headers.NonValidated)
        {
            if (IsReserved(key))
                continue;

            var binary = key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase);
            foreach (var value in values)
            {
                if (!binary)
                {
                    metadata.Add(key, value);
                    continue;
                }

                var text = value.AsSpan();
                foreach (var part in text.Split(','))
                    metadata.Add(key, BinaryHeader.Decode(text[part].Trim()));
            }
        }

        return metadata;
    }

    private static bool IsReserved(string key) => key.Length == 0
        || key[0] == ':'
        || key.Equals(GrpcProtocol.StatusHeader, StringComparison.OrdinalIgnoreCase)
        || key.Equals(GrpcProtocol.MessageHeader, StringComparison.OrdinalIgnoreCase)
        || key.Equals(GrpcProtocol.EncodingHeader, StringComparison.OrdinalIgnoreCase)
        || key.Equals(GrpcProtocol.AcceptEncodingHeader, StringComparison.OrdinalIgnoreCase)
        || key.Equals("content-encoding", StringComparison.OrdinalIgnoreCase)
        || key.Equals("content-type", StringComparison.OrdinalIgnoreCase);

    private static bool TryReadStatus(HttpHeaders headers, [NotNullWhen(true)] out Status? status)
    {
        status = null;
        var code = ReadSingle(headers, GrpcProtocol.StatusHeader, firstOfMany: false);
        if (code is null)
            return false;
        if (!int.TryParse(code, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
            throw new InvalidOperationException($"Unexpected grpc-status value: {code}");

        var detail = ReadSingle(headers, GrpcProtocol.MessageHeader, firstOfMany: false);
        status = new Status((StatusCode)number, string.IsNullOrEmpty(detail) ? "" : Uri.UnescapeDataString(detail));
        return true;
    }

    private static string? ReadSingle(HttpHeaders headers, string name, bool firstOfMany)
    {
        if (!headers.NonValidated.TryGetValues(name, out var values))
            return null;

        string? first = null;
        foreach (var value in values)
        {
            if (first is null)
                first = value;
            else if (!firstOfMany)
                throw new InvalidOperationException($"Multiple {name} headers.");
        }

        return first;
    }

    // doc/http-grpc-status-mapping.md.
    private static StatusCode FromHttpStatus(int status) => status switch
    {
        400 or 431 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        >= 100 and < 200 => StatusCode.Internal,
        _ => StatusCode.Unknown,
    };
}
