using System.Diagnostics;
using Domaeka.Core.Approval;
using Domaeka.Core.Commands;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Dispatch;
using Domaeka.Core.Outbox.Lanes;
using Domaeka.Core.Rooms;
using Domaeka.Core.Status;
using Domaeka.Core.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Chat;

/// <inheritdoc cref="IChatPipeline"/>
internal sealed class ChatPipeline(
    IDeviceDirectory devices,
    IRoomDirectory rooms,
    RoomPresenceDirectory presences,
    DeliverySignals delivery,
    DuplicateFilter duplicates,
    IChatLog chatLog,
    CommandRouter router,
    CommandRunner runner,
    ILaneDispatcher dispatcher,
    ServerCounters counters,
    IOptions<DispatchOptions> dispatchOptions,
    TimeProvider clock,
    ILogger<ChatPipeline> logger,
    ChatMetrics? metrics = null) : IChatPipeline
{
    /// <inheritdoc/>
    public async ValueTask<ChatOutcome> ReceiveAsync(IPhoneConnection connection, ChatLine line, CancellationToken cancellationToken)
    {
        counters.CountLine();
        using var received = ChatTraces.Receive(connection, line);
        var outcome = await TakeAsync(connection, line, received, cancellationToken);
        ChatTraces.Close(received, outcome);
        metrics?.CountLine(outcome);
        return outcome;
    }

    private async ValueTask<ChatOutcome> TakeAsync(IPhoneConnection connection, ChatLine line, Activity? received, CancellationToken cancellationToken)
    {
        var device = devices.Find(line.Device);
        if (device is null || device.Status.IsShutOut())
            return ChatOutcome.Refused;

        var key = line.Room;
        if (IsDuplicate(connection, line, key, device))
            return ChatOutcome.Duplicate;

        var room = await rooms.RegisterAsync(key, line.RoomName, line.Device, cancellationToken);
        if (room is not null && device.Status == ApprovalStatus.Approved && presences.Note(key, line.Device, line.RoomName))
            delivery.OnPresenceChanged(key);
        var isServed = device.Status == ApprovalStatus.Approved && room?.Status == ApprovalStatus.Approved;
        var command = isServed ? router.Match(line.Text) : null;
        if (command is null && room is { LogSettings.Enabled: false })
            return isServed ? ChatOutcome.Logged : ChatOutcome.NotServed;

        var ticket = await chatLog.AppendAsync(ToEntry(line, key, command), cancellationToken);
        if (command is null)
            return isServed ? ChatOutcome.Logged : ChatOutcome.NotServed;

        var invocation = new CommandInvocation(runner, command.Value, connection, line, room!, ticket, received);
        if (dispatchOptions.Value.Mode == DispatchMode.Direct)
            await invocation.RunAloneAsync(cancellationToken);
        else
            await dispatcher.EnqueueAsync(invocation, cancellationToken);
        return ChatOutcome.Dispatched;
    }

    private bool IsDuplicate(IPhoneConnection connection, ChatLine line, RoomKey room, Device device)
    {
        if ((line.LogId ?? line.Fingerprint) is not { Length: > 0 } id)
            return false;

        var scope = device.Status == ApprovalStatus.Approved ? null : line.Device.DeviceId;
        if (duplicates.TryAdd(new DuplicateKey(line.Device.BotName, scope, room.ChannelId, id)))
            return false;

        Log.DuplicateDropped(logger, line.Device.BotName, line.Device.DeviceId, connection.Id, room.ChannelId, line.LogId);
        return true;
    }

    private ChatLogEntry ToEntry(ChatLine line, RoomKey room, CommandMatch? command) => new()
    {
        Room = room,
        RoomName = line.RoomName,
        Sender = line.Sender,
        UserHash = line.UserHash ?? "",
        Message = line.Text,
        Directive = command?.Command.Definition.Trigger,
        MessageType = command is null ? ChatMessageType.Normal : ChatMessageType.Command,
        IsMention = line.IsMention,
        IsGroupChat = line.IsGroupChat,
        LogId = line.LogId,
        ClientTimestamp = line.ClientTimestamp,
        ServerTimestamp = clock.GetUtcNow(),
    };
}
