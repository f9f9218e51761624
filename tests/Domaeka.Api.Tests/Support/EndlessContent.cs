using System.Net;

namespace Domaeka.Api.Tests.Support;

/// <summary>The body of a message that announces 20 MB and never gets that far.</summary>
internal sealed class EndlessContent : HttpContent
{
    private static readonly byte[] Header = [0, 0x01, 0x40, 0, 0];

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(Header);
        await stream.FlushAsync();
        await new TaskCompletionSource().Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
