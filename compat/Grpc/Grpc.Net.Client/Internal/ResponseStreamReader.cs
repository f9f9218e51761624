using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>The responses of a streaming call.</summary>
internal sealed class ResponseStreamReader<TRequest, TResponse>(GrpcCall<TRequest, TResponse> call)
    : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private static readonly Task<bool> False = Task.FromResult(false);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<ResponseReader?> _body = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<bool> _lastMove = False;

    public TResponse Current { get; private set; } = null!;

    /// <summary>The response has come. Null: it has no messages, only a status.</summary>
    public void Begin(ResponseReader? body) => _body.TrySetResult(body);

    /// <summary>The call is over before a response came.</summary>
    public void Abort() => _body.TrySetCanceled();

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        call.ThrowIfDisposed();
        if (call.EndStatus is { } status)
        {
            if (status.StatusCode == StatusCode.OK)
                return False;
            return call.TryGetEndException(cancellationToken) is OperationCanceledException cancelled
                ? Task.FromCanceled<bool>(cancelled.CancellationToken.IsCancellationRequested ? cancelled.CancellationToken : new CancellationToken(true))
                : Task.FromException<bool>(call.ToRpcException(status));
        }

        lock (_gate)
        {
            if (!_lastMove.IsCompleted)
                return Task.FromException<bool>(new InvalidOperationException("Can't read the next message because the previous read is still in progress."));
            return _lastMove = MoveNextCoreAsync(cancellationToken);
        }
    }

    private async Task<bool> MoveNextCoreAsync(CancellationToken cancellationToken)
    {
        using var registration = call.CancelWith(cancellationToken);
        try
        {
            var body = await _body.Task.ConfigureAwait(false);
            Current = null!;
            if (body is not null)
            {
                var message = await body
                    .ReadAsync(call.Method.ResponseMarshaller.ContextualDeserializer, call.CancellationToken)
                    .ConfigureAwait(false);
                if (message is not null)
                {
                    Current = message;
                    return true;
                }
            }

            var status = call.FinishResponse();
            return status.StatusCode == StatusCode.OK ? false : throw call.Failed(status);
        }
        catch (OperationCanceledException exception)
        {
            if (call.EndStatus is { StatusCode: StatusCode.OK })
                return false;
            throw call.Cancelled(exception, cancellationToken);
        }
        catch (Exception exception)
        {
            throw call.Break("Error reading next message.", exception);
        }
    }
}
