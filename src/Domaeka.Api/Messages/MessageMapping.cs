using Domaeka.Api.Mapping;
using Domaeka.Api.Resources;
using Domaeka.Api.Validation;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Domaeka.V1;
using CoreAttempt = Domaeka.Core.Outbox.DeliveryAttempt;
using CoreReason = Domaeka.Core.Delivery.DeliveryReason;
using CoreRedelivery = Domaeka.Core.Delivery.Redelivery;
using CoreState = Domaeka.Core.Delivery.DeliveryState;
using ProtoAttempt = Domaeka.V1.DeliveryAttempt;
using ProtoFact = Domaeka.V1.ExplanationFact;
using ProtoReason = Domaeka.V1.DeliveryReason;
using ProtoRedelivery = Domaeka.V1.Redelivery;
using ProtoState = Domaeka.V1.DeliveryState;

namespace Domaeka.Api.Messages;

/// <summary>Messages of Core and of the API.</summary>
internal static class MessageMapping
{
    /// <summary>What a validated request wants to send.</summary>
    public static SendRequest ToCore(this SendMessageRequest request) =>
        new(ResourceNames.ParseRoom(request.Room), MessageContent.ReadParts(request))
        {
            RequestId = OrNull(request.RequestId),
            Priority = SameNames<MessagePriority, DeliveryPriority>.Find(request.Priority) ?? DeliveryPriority.Notice,
            Redelivery = SameNames<ProtoRedelivery, CoreRedelivery>.Find(request.Redelivery) ?? CoreRedelivery.AtLeastOnce,
            PreferredDeviceId = request.Device.Length == 0 ? null : ResourceNames.ParseDevice(request.Device).DeviceId,
            NotBefore = Timestamps.Read(request.NotBefore),
            ExpireAt = Timestamps.Read(request.ExpireTime),
            CollapseKey = OrNull(request.CollapseKey),
            ValidateOnly = request.ValidateOnly,
        };

    /// <summary>A filter's state; null means any.</summary>
    public static CoreState? ToFilter(this ProtoState state) => SameNames<ProtoState, CoreState>.Find(state);

    /// <summary>The message, and its parts when they are wanted.</summary>
    public static Message ToProto(this OutboxMessage message, bool withParts)
    {
        var shown = message.Header.ToProto();
        if (withParts)
            shown.Parts.AddRange(message.Parts.Select(MessageContent.ToProto));
        return shown;
    }

    /// <summary>The message without its parts.</summary>
    public static Message ToProto(this OutboxHeader message)
    {
        var progress = message.Progress;
        return new Message
        {
            Name = ResourceNames.ForMessage(message.Id),
            Room = ResourceNames.ForRoom(message.Room),
            Device = DeviceName(message.Room, progress.DeviceId),
            State = progress.State.ToProto(),
            Reason = progress.Reason.ToProto(),
            Priority = SameNames<DeliveryPriority, MessagePriority>.Map(message.Priority),
            Redelivery = SameNames<CoreRedelivery, ProtoRedelivery>.Map(message.Redelivery),
            CreateTime = message.CreatedAt.ToProto(),
            NotBefore = message.NotBefore.ToProto(),
            ExpireTime = message.ExpireAt.ToProto(),
            WriteTime = progress.WrittenAt.ToProto(),
            EndTime = progress.EndedAt.ToProto(),
            CollapseKey = message.CollapseKey ?? "",
            CollapsedInto = progress.CollapsedInto is { } successor ? ResourceNames.ForMessage(successor) : "",
            PreferredDevice = DeviceName(message.Room, message.PreferredDeviceId),
            Schedule = message.ScheduleId is { } schedule ? ResourceNames.ForSchedule(schedule) : "",
            DueTime = message.DueAt.ToProto(),
            RequestId = message.RequestId ?? "",
            PartCount = message.PartCount,
            PartsConfirmed = progress.PartsConfirmed,
            RedeliveryPending = progress is { State: CoreState.Uncertain, IsEnded: false },
        };
    }

    /// <summary>An attempt to write a part.</summary>
    public static ProtoAttempt ToProto(this CoreAttempt attempt, RoomKey room) => new()
    {
        Part = attempt.Part,
        Attempt = attempt.Attempt,
        Device = DeviceName(room, attempt.DeviceId),
        State = attempt.State.ToProto(),
        Reason = attempt.Reason.ToProto(),
        StartTime = attempt.StartedAt.ToProto(),
        WriteTime = attempt.WrittenAt.ToProto(),
        EndTime = attempt.EndedAt.ToProto(),
        ConnectionId = attempt.ConnectionId,
    };

    /// <summary>The message, its attempts, and why it is as it is.</summary>
    public static ExplainMessageResponse ToProto(this MessageExplanation explanation)
    {
        var response = new ExplainMessageResponse
        {
            Message = explanation.Message.Header.ToProto(),
            Sentence = explanation.Sentence,
            Facts =
            {
                explanation.Facts.Select(fact => new ProtoFact
                {
                    Reason = fact.Reason.ToProto(),
                    Text = fact.Text,
                    Subject = fact.Subject ?? "",
                    SinceTime = fact.Since.ToProto(),
                    UntilTime = fact.Until.ToProto(),
                }),
            },
        };
        response.Message.Attempts.AddRange(explanation.Attempts.Select(attempt => attempt.ToProto(explanation.Message.Header.Room)));
        return response;
    }

    /// <summary>The state of the same name.</summary>
    public static ProtoState ToProto(this CoreState state) => SameNames<CoreState, ProtoState>.Map(state);

    /// <summary>The reason of the same name.</summary>
    public static ProtoReason ToProto(this CoreReason reason) => SameNames<CoreReason, ProtoReason>.Map(reason);

    /// <summary>The resource name of a phone of the room's bot; empty for null.</summary>
    public static string DeviceName(RoomKey room, string? deviceId) =>
        deviceId is null ? "" : ResourceNames.ForDevice(new DeviceKey(room.BotName, deviceId));

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
