using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Delivery;

/// <inheritdoc cref="IMessageSender"/>
internal sealed class MessageSender(
    RoomRouter router, RequestLedger ledger, IChatLog chatLog, TimeProvider clock, ILogger<MessageSender> logger) : IMessageSender
{
    /// <inheritdoc/>
    public Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken) =>
        ledger.RunOnceAsync(request, () => SendOnceAsync(request, cancellationToken), cancellationToken);

    private async Task<SendResult> SendOnceAsync(SendRequest request, CancellationToken cancellationToken)
    {
        var route = router.Find(request.Room);
        if (route.Failure != SendFailure.None)
            return new SendResult(route.Failure, null);

        var createdAt = clock.GetUtcNow();
        var message = new OutboundMessage(
            OutboundMessage.NewId(), request.Room, route.Room!.Name, OutboundKind.Notice, request.Content);
        var delivery = new NoticeDelivery(message);
        var connection = route.Connection!;
        if (!connection.TryEnqueue(delivery))
            return new SendResult(connection.IsOpen ? SendFailure.OutboundQueueFull : SendFailure.DeviceOffline, null);

        var state = await WaitAsync(delivery, cancellationToken);
        if (state is null)
            return new SendResult(SendFailure.Withdrawn, null);

        var writtenAt = state == DeliveryState.Written ? clock.GetUtcNow() : (DateTimeOffset?)null;
        await NoteAsync(message, connection, state.Value, writtenAt);
        return new SendResult(
            SendFailure.None,
            new SentMessage(message.Id, request.Room, connection.Identity.Device, state.Value, createdAt, writtenAt));
    }

    /// <returns>What is known of the message, or null when the caller gave up and it was taken back.</returns>
    private static async Task<DeliveryState?> WaitAsync(NoticeDelivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            return await delivery.Outcome.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Once writing has begun only its end tells the truth, and that comes within the phone's time-out.
            return delivery.TryWithdraw() ? null : await delivery.Outcome;
        }
    }

    private async Task NoteAsync(OutboundMessage message, IPhoneConnection connection, DeliveryState state, DateTimeOffset? writtenAt)
    {
        var device = connection.Identity.Device;
        if (writtenAt is null)
        {
            Log.NoticeLost(logger, state, message.Id, device.BotName, device.DeviceId, connection.Id, message.Room.ChannelId);
            return;
        }

        Log.NoticeWritten(logger, message.Id, device.BotName, device.DeviceId, connection.Id, message.Room.ChannelId);
        await chatLog.AppendAsync(OwnLine.From(message, writtenAt.Value, isGroupChat: true), CancellationToken.None);
    }
}
