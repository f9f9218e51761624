using Domaeka.Api.Errors;
using Domaeka.Api.Resources;
using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.V1;
using Grpc.Core;
using ProtoState = Domaeka.V1.DeliveryState;

namespace Domaeka.Api.Messages;

/// <summary>Serves <see cref="MessageService"/>.</summary>
internal sealed class MessageEndpoint(
    MessageIntake intake, BatchIntake batches, IMessageSender sender, IMessageReader reader, MessageWatch watch)
    : MessageService.MessageServiceBase
{
    /// <inheritdoc/>
    public override async Task<SendMessageResponse> SendMessage(SendMessageRequest request, ServerCallContext context) =>
        new() { Message = await intake.AcceptAsync(request, context.CancellationToken) };

    /// <inheritdoc/>
    public override async Task<BatchSendMessagesResponse> BatchSendMessages(BatchSendMessagesRequest request, ServerCallContext context) =>
        new() { Results = { await batches.AcceptAsync(request.Requests, context) } };

    /// <inheritdoc/>
    public override async Task<GetMessageResponse> GetMessage(GetMessageRequest request, ServerCallContext context)
    {
        var found = await FindAsync(ResourceNames.ParseMessage(request.Name), context);
        var message = found.ToProto(withParts: request.View != MessageView.Basic);
        var attempts = await reader.ListAttemptsAsync(found, context.CancellationToken);
        message.Attempts.AddRange(attempts.Select(attempt => attempt.ToProto(found.Header.Room)));
        return new GetMessageResponse { Message = message };
    }

    /// <inheritdoc/>
    public override async Task<ListMessagesResponse> ListMessages(ListMessagesRequest request, ServerCallContext context) =>
        MessagePages.Render(request, await reader.ListAsync(MessagePages.ToQuery(request), context.CancellationToken));

    /// <inheritdoc/>
    public override async Task<CancelMessageResponse> CancelMessage(CancelMessageRequest request, ServerCallContext context)
    {
        var id = ResourceNames.ParseMessage(request.Name);
        var outcome = await sender.CancelAsync(id, context.CancellationToken);
        if (outcome == CancelOutcome.NotFound)
            throw RpcErrors.MessageNotFound(id);

        var message = (await FindAsync(id, context)).Header.ToProto();
        return outcome switch
        {
            CancelOutcome.Cancelled => new CancelMessageResponse { Message = message },

            // The caller did not see the first answer; what it wants is so.
            CancelOutcome.AlreadyEnded when message.Reason == V1.DeliveryReason.CancelledByCaller =>
                new CancelMessageResponse { Message = message },
            CancelOutcome.AlreadyEnded => throw RpcErrors.NotCancellable(id, ErrorReasons.AlreadyEnded, Word(message.State)),
            CancelOutcome.AlreadySent => throw RpcErrors.NotCancellable(id, ErrorReasons.AlreadySent, Word(message.State)),
            _ => throw new InvalidOperationException($"Cancelling ended with {outcome}."),
        };
    }

    /// <inheritdoc/>
    public override async Task<ExplainMessageResponse> ExplainMessage(ExplainMessageRequest request, ServerCallContext context)
    {
        var id = ResourceNames.ParseMessage(request.Name);
        var explanation = await reader.ExplainAsync(id, context.CancellationToken) ?? throw RpcErrors.MessageNotFound(id);
        return explanation.ToProto();
    }

    /// <inheritdoc/>
    public override Task WatchMessages(
        WatchMessagesRequest request, IServerStreamWriter<WatchMessagesResponse> responseStream, ServerCallContext context) =>
        watch.RunAsync(request, responseStream, context.CancellationToken);

    private static string Word(ProtoState state) => state.ToString().ToUpperInvariant();

    private async Task<OutboxMessage> FindAsync(string id, ServerCallContext context) =>
        await reader.FindAsync(id, context.CancellationToken) ?? throw RpcErrors.MessageNotFound(id);
}
