using System.Globalization;
using System.Text;
using Grpc.Core;

namespace Domaeka.Api.Errors;

/// <summary>
/// Answers a call outside the gRPC framework: HTTP 200, no message, and the status among the headers ("Trailers-Only" in the
/// <see href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC protocol</see>).
/// </summary>
internal static class TrailersOnly
{
    /// <summary>Sets the headers; what was set of them before is replaced. The response must not have started.</summary>
    public static void Write(HttpResponse response, RpcException error)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/grpc";
        foreach (var entry in error.Trailers)
            response.Headers[entry.Key] = entry.IsBinary ? Convert.ToBase64String(entry.ValueBytes) : entry.Value;
        response.Headers.GrpcStatus = ((int)error.StatusCode).ToString(CultureInfo.InvariantCulture);
        response.Headers.GrpcMessage = PercentEncode(error.Status.Detail);
    }

    // "Percent-Encoded" of the protocol: the UTF-8 bytes, visible ASCII and blanks as they are, but for the percent sign.
    private static string PercentEncode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (octet is >= 0x20 and <= 0x7E and not (byte)'%')
                encoded.Append((char)octet);
            else
                encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return encoded.ToString();
    }
}
