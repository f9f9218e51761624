using Domaeka.Api.Access;
using Domaeka.Api.Errors;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Domaeka.Api.Reflection;

/// <summary>Serves one reflection stream within its limits, whichever version of the protocol it is.</summary>
internal sealed class ReflectionStream(IHostApplicationLifetime lifetime, TimeProvider clock)
{
    /// <summary>Most requests of a stream; a client that reads everything needs a few dozens.</summary>
    public const int MaxRequests = 10_000;

    /// <summary>How long a stream may ask nothing.</summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromMinutes(5);

    private readonly DescriptorIndex _index = new(RpcScopes.Services);

    /// <summary>Answers until the caller has no more questions. The next request is read when the answer before was taken.</summary>
    public async Task ServeAsync<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requests,
        IServerStreamWriter<TResponse> responses,
        Func<TRequest, ServerReflectionRequest> read,
        Func<ServerReflectionResponse, TResponse> write,
        CancellationToken callEnded)
    {
        var answers = new ReflectionAnswers(_index);
        for (var count = 0; await MoveNextAsync(requests, callEnded); count++)
        {
            if (count == MaxRequests)
            {
                throw RpcErrors.Create(
                    StatusCode.ResourceExhausted, ErrorReasons.TooManyRequests, $"A stream takes {MaxRequests} requests; open another.");
            }

            await responses.WriteAsync(write(answers.Answer(read(requests.Current))));
        }
    }

    // False behind the last request, and when none came for a while.
    private async Task<bool> MoveNextAsync<TRequest>(IAsyncStreamReader<TRequest> requests, CancellationToken callEnded)
    {
        using var idle = new CancellationTokenSource(IdleTimeout, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, lifetime.ApplicationStopping, callEnded);
        try
        {
            return await requests.MoveNext(ending.Token);
        }
        catch (Exception) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw RpcErrors.ServerStopping();
        }
        catch (Exception) when (idle.IsCancellationRequested && !callEnded.IsCancellationRequested)
        {
            return false;
        }
    }
}
