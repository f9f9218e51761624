using System.Runtime.CompilerServices;
using Domaeka.V1;
using Grpc.Core;

namespace Domaeka.Samples.Client;

/// <summary>Watches messages, and goes on from the last resume token when the link to the server breaks.</summary>
public static class MessageStream
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private const int MaxRetries = 30;

    /// <summary>Every response, until the caller stops reading. What was told right before a break may be told again.</summary>
    public static async IAsyncEnumerable<WatchMessagesResponse> ReadAsync(
        Session session, WatchMessagesRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var retries = 0; ; retries++)
        {
            using var call = session.Messages.WatchMessages(request, session.Stream);
            while (await MoveNextAsync(call.ResponseStream, request, retries, cancellationToken))
            {
                var response = call.ResponseStream.Current;
                request.ResumeToken = response.ResumeToken;
                retries = 0;
                yield return response;
            }

            await Task.Delay(RetryDelay, cancellationToken);
        }
    }

    // False when the link broke at a place from which the watch can go on.
    private static async Task<bool> MoveNextAsync(
        IAsyncStreamReader<WatchMessagesResponse> responses, WatchMessagesRequest request, int retries, CancellationToken cancellationToken)
    {
        try
        {
            return await responses.MoveNext(cancellationToken);
        }
        catch (RpcException exception) when (
            IsBrokenLink(exception) && request.ResumeToken.Length > 0 && retries < MaxRetries)
        {
            return false;
        }
    }

    // A server that ends may cut the connection before its status is through; an error of the server itself has trailers.
    private static bool IsBrokenLink(RpcException exception) =>
        exception.StatusCode == StatusCode.Unavailable || (exception.StatusCode == StatusCode.Internal && exception.Trailers.Count == 0);
}
