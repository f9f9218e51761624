using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The requests of a streaming call.</summary>
internal sealed class RequestStreamReader<TRequest> : IAsyncStreamReader<TRequest>
    where TRequest : class
{
    private static readonly Task<bool> True = Task.FromResult(true);
    private static readonly Task<bool> False = Task.FromResult(false);

    private readonly HttpContextServerCallContext _call;
    private readonly Func<DeserializationContext, TRequest> _deserializer;

    // Kept, since a reader that outlives its call must not touch the recycled request.
    private readonly PipeReader _body;
    private readonly CancellationToken _aborted;
    private bool _completed;

    public RequestStreamReader(HttpContextServerCallContext call, Func<DeserializationContext, TRequest> deserializer)
    {
        _call = call;
        _deserializer = deserializer;
        _body = call.HttpContext.Request.BodyReader;
        _aborted = call.HttpContext.RequestAborted;
    }

    public TRequest Current { get; private set; } = null!;

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<bool>(cancellationToken);
        if (_completed || _aborted.IsCancellationRequested)
            return Task.FromException<bool>(new InvalidOperationException("Can't read messages after the request is complete."));

        Current = null!;
        var read = MessageReader.ReadNextAsync(_body, _call, _deserializer, cancellationToken);
        return read.IsCompletedSuccessfully ? Take(read.Result) : TakeAsync(read);
    }

    /// <summary>Ends the reading together with the handler.</summary>
    public void Complete() => _completed = true;

    private async Task<bool> TakeAsync(ValueTask<TRequest?> read) => await Take(await read);

    private Task<bool> Take(TRequest? message)
    {
        Current = message!;
        return message is null ? False : True;
    }
}
