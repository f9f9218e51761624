using Domaeka.Api.Errors;
using Domaeka.Api.Validation;
using Domaeka.Core.Storage;
using Domaeka.V1;
using FluentValidation;
using Grpc.Core;

namespace Domaeka.Api.Messages;

/// <summary>
/// Hands the requests of a batch to Core: those of different rooms at once, so that they share commits, those of one room one after the other,
/// so that they stay in order.
/// </summary>
internal sealed class BatchIntake(MessageIntake intake, IValidator<SendMessageRequest> validator, ErrorTranslator errors)
{
    /// <summary>
    /// How many rooms are worked on at a time: enough to fill a commit, and so few that templates which grow a hundredfold stay within
    /// memory.
    /// </summary>
    private const int MaxRoomsAtOnce = 128;

    /// <summary>One result for each request, in their order.</summary>
    /// <exception cref="OperationCanceledException">The call ended.</exception>
    public async Task<IReadOnlyList<BatchSendMessagesResult>> AcceptAsync(
        IReadOnlyList<SendMessageRequest> requests, ServerCallContext context)
    {
        var results = new BatchSendMessagesResult[requests.Count];
        var storageFailureTold = 0;
        await Parallel.ForEachAsync(
            requests.Select((request, index) => (Request: request, Index: index)).GroupBy(entry => entry.Request.Room),
            new ParallelOptions { MaxDegreeOfParallelism = MaxRoomsAtOnce, CancellationToken = context.CancellationToken },
            AcceptRoomAsync);
        return results;

        async ValueTask AcceptRoomAsync(IEnumerable<(SendMessageRequest Request, int Index)> room, CancellationToken cancellationToken)
        {
            foreach (var (request, index) in room)
                results[index] = await AcceptOneAsync(request, cancellationToken);
        }

        async Task<BatchSendMessagesResult> AcceptOneAsync(SendMessageRequest request, CancellationToken cancellationToken)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (RequestViolations.Find(validator, request) is { } refusal)
                    return Refused(refusal);
                return new BatchSendMessagesResult { Message = await intake.AcceptAsync(request, cancellationToken) };
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (StorageUnavailableException) when (Interlocked.Exchange(ref storageFailureTold, 1) != 0)
            {
                // A thousand lines in the log would say no more than one.
                return Refused(RpcErrors.StorageUnavailable());
            }
            catch (Exception exception)
            {
                return Refused(errors.Translate(exception, context.Method, context.CancellationToken));
            }
        }
    }

    private static BatchSendMessagesResult Refused(RpcException error) => new() { Error = RpcErrors.ToStatus(error) };
}
