using System.Buffers;
using System.Globalization;
using System.Text;
using Grpc.Core;
using Grpc.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Writes status and trailers of a response.</summary>
internal static class ResponseStatus
{
    private static readonly string[] Codes =
        [.. Enumerable.Range(0, 17).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    // Percent-Encoded: Percent-Byte-Unencoded is %x20-24 / %x26-7E.
    private static readonly SearchValues<char> Unencoded =
        SearchValues.Create([.. Enumerable.Range(0x20, 0x7F - 0x20).Select(code => (char)code).Where(c => c != '%')]);

    /// <summary>Writes them where they belong: behind the messages, or into the headers when there are none (Trailers-Only).</summary>
    /// <exception cref="InvalidOperationException">A trailer has characters that HTTP does not allow.</exception>
    public static void Write(HttpResponse response, Status status, Metadata? trailers)
    {
        var destination = Destination(response);
        if (trailers is not null)
        {
            foreach (var entry in trailers)
                Append(destination, entry, "trailer");
        }

        var code = (int)status.StatusCode;
        destination[GrpcProtocol.StatusHeader] =
            (uint)code < (uint)Codes.Length ? Codes[code] : code.ToString(CultureInfo.InvariantCulture);
        destination[GrpcProtocol.MessageHeader] = string.IsNullOrEmpty(status.Detail) ? default : PercentEncode(status.Detail);
    }

    public static void Append(IHeaderDictionary destination, Metadata.Entry entry, string kind)
    {
        var value = entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value;
        try
        {
            destination.Append(entry.Key, value);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Error adding response {kind} '{entry.Key}'.", exception);
        }
    }

    private static IHeaderDictionary Destination(HttpResponse response)
    {
        if (!response.HasStarted)
            return response.Headers;

        var trailers = response.HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers;
        return trailers is { IsReadOnly: false }
            ? trailers
            : throw new InvalidOperationException("Trailers are not supported for this response. The server may not support gRPC.");
    }

    private static string PercentEncode(string text)
    {
        var first = text.AsSpan().IndexOfAnyExcept(Unencoded);
        if (first < 0)
            return text;

        var encoded = new StringBuilder(text.Length * 2).Append(text, 0, first);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.AsSpan(first).EnumerateRunes())
        {
            if (rune.IsBmp && Unencoded.Contains((char)rune.Value))
            {
                encoded.Append((char)rune.Value);
                continue;
            }

            var count = rune.EncodeToUtf8(bytes);
            foreach (var part in bytes[..count])
                encoded.Append('%').Append(part.ToString("X2", CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }
}
