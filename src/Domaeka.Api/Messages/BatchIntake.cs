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
    /// <summary>One result for each request, in their order.</summary>
    /// <exception cref="OperationCanceledException">The call ended.</exception>
    public async Task<IReadOnlyList<BatchSendMessagesResult>> AcceptAsync(
        IReadOnlyList<SendMessageRequest> requests, ServerCallContext context)
    {
        var results = new BatchSendMessagesResult[requests.Count];
        var storageFailureTold = 0;
        await Task.WhenAll(requests.Select((request, index) => (request, index)).GroupBy(entry => entry.request.Room).Select(AcceptRoomAsync));
        return results;

        async Task AcceptRoomAsync(IEnumerable<(SendMessageRequest Request, int Index)> room)
        {
            foreach (var (request, index) in room)
                results[index] = await AcceptOneAsync(request);
        }

        async Task<BatchSendMessagesResult> AcceptOneAsync(SendMessageRequest request)
        {
            try
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                if (RequestViolations.Find(validator, request) is { } refusal)
                    return Refused(refusal);
                return new BatchSendMessagesResult { Message = await intake.AcceptAsync(request, context.CancellationToken) };
            }
            catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
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
