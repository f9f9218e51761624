using System.Net.Sockets;
using Grpc.Core;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>Turns failures of HTTP into statuses.</summary>
internal static class TransportFailure
{
    public static Status ToStatus(string summary, Exception exception) =>
        new(CodeOf(exception), $"{summary} {ExceptionText.Describe(exception)}", exception);

    public static StatusCode CodeOf(Exception exception)
    {
        StatusCode? code = null;
        var unreachable = false;
        for (var current = exception; current is not null; current = current.InnerException)
        {
            if (current is HttpProtocolException protocol)
                code = FromErrorCode(protocol.ErrorCode);
            else if (current is SocketException or IOException)
                unreachable = true;
        }

        return code ?? (unreachable ? StatusCode.Unavailable : StatusCode.Internal);
    }

    // PROTOCOL-HTTP2.md, "Errors"; the codes of HTTP/3 (from 0x100 on) correspond.
    private static StatusCode FromErrorCode(long code) => code switch
    {
        0x7 or 0x10b => StatusCode.Unavailable,         // REFUSED_STREAM
        0x8 or 0x10c => StatusCode.Cancelled,           // CANCEL
        0xb or 0x107 => StatusCode.ResourceExhausted,   // ENHANCE_YOUR_CALM
        0xc => StatusCode.PermissionDenied,             // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };
}
