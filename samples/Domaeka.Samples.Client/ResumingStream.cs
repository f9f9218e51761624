using System.Runtime.CompilerServices;
using Grpc.Core;

namespace Domaeka.Samples.Client;

/// <summary>Reads a stream whose responses carry resume tokens, and goes on from the last one when the link to the server breaks.</summary>
public static class ResumingStream
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private const int MaxRetries = 30;

    /// <summary>Every response, until the caller stops reading. What was told right before a break may be told again.</summary>
    /// <param name="open">Opens the stream behind a token; empty begins with what happens from now on.</param>
    /// <param name="tokenOf">The token of a response.</param>
    /// <param name="token">Where to begin.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<TResponse> ReadAsync<TResponse>(
        Func<string, AsyncServerStreamingCall<TResponse>> open,
        Func<TResponse, string> tokenOf,
        string token,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var retries = 0; ; retries++)
        {
            using var call = open(token);
            while (await MoveNextAsync(call.ResponseStream, canGoOn: token.Length > 0 && retries < MaxRetries, cancellationToken))
            {
                token = tokenOf(call.ResponseStream.Current);
                retries = 0;
                yield return call.ResponseStream.Current;
            }

            await Task.Delay(RetryDelay, cancellationToken);
        }
    }

    // False when the link broke at a place from which the reading can go on.
    private static async Task<bool> MoveNextAsync<TResponse>(
        IAsyncStreamReader<TResponse> responses, bool canGoOn, CancellationToken cancellationToken)
    {
        try
        {
            return await responses.MoveNext(cancellationToken);
        }
        catch (RpcException exception) when (canGoOn && IsBrokenLink(exception))
        {
            return false;
        }
    }

    // A server that ends may cut the connection before its status is through; an error of the server itself has trailers.
    private static bool IsBrokenLink(RpcException exception) =>
        exception.StatusCode == StatusCode.Unavailable || (exception.StatusCode == StatusCode.Internal && exception.Trailers.Count == 0);
}
