using System.Net;
using Grpc.Shared;

namespace Grpc.Net.Client.Internal;

/// <summary>The body of a request that stays open while the caller writes messages.</summary>
internal sealed class StreamingContent : HttpContent
{
    // Continues inline: CompleteAsync must not return before the end of the body is on its way, else a caller that disposes
    // of the call right after it would reset the stream instead.
    private readonly TaskCompletionSource _completed = new();
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StreamingContent() => Headers.TryAddWithoutValidation("Content-Type", GrpcProtocol.ContentType);

    /// <summary>The body, once the connection is there.</summary>
    public Task<Stream> Body => _stream.Task;

    /// <summary>Ends the body.</summary>
    public void Complete() => _completed.TrySetResult();

    /// <summary>Ends the body when the call is over, whatever the caller still wanted to write.</summary>
    public void Abort()
    {
        _stream.TrySetCanceled();
        _completed.TrySetCanceled();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken)
    {
        // The headers go out at once: the server may answer before the first message.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        _stream.TrySetResult(stream);
        await _completed.Task.ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}
