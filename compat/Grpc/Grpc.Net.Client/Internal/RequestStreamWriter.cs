using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>The requests of a streaming call.</summary>
internal sealed class RequestStreamWriter<TRequest, TResponse>(GrpcCall<TRequest, TResponse> call, StreamingContent content)
    : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private readonly Lock _gate = new();
    private Task _lastWrite = Task.CompletedTask;
    private bool _completed;

    public WriteOptions? WriteOptions { get; set; } = call.Options.WriteOptions;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        if (message is null)
            return Task.FromException(new ArgumentNullException(nameof(message)));
        call.ThrowIfDisposed();
        if (cancellationToken.IsCancellationRequested)
            call.CancelWith(cancellationToken).Dispose();

        lock (_gate)
        {
            if (_completed)
                return Task.FromException(new InvalidOperationException("Request stream has already been completed."));
            if (call.TryGetEndException(cancellationToken) is { } end)
                return Task.FromException(end);
            if (!_lastWrite.IsCompleted)
                return Task.FromException(new InvalidOperationException("Can't write the message because the previous write is in progress."));
            return _lastWrite = WriteCoreAsync(message, cancellationToken);
        }
    }

    public Task CompleteAsync()
    {
        call.ThrowIfDisposed();
        lock (_gate)
        {
            if (!_lastWrite.IsCompleted)
                return Task.FromException(new InvalidOperationException("Can't complete the client stream writer because the previous write is in progress."));
            _completed = true;
        }

        content.Complete();
        return Task.CompletedTask;
    }

    private async Task WriteCoreAsync(TRequest message, CancellationToken cancellationToken)
    {
        using var registration = call.CancelWith(cancellationToken);
        try
        {
            var body = await content.Body.ConfigureAwait(false);
            await call.WriteMessageAsync(body, message, WriteOptions, call.CancellationToken).ConfigureAwait(false);
            await body.FlushAsync(call.CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
        {
            throw call.Cancelled(exception, cancellationToken);
        }
    }
}
