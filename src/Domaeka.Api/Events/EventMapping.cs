using Domaeka.Api.ChatLogs;
using Domaeka.Api.Mapping;
using Domaeka.Api.Messages;
using Domaeka.Api.Resources;
using Domaeka.Core.Devices;
using Domaeka.Core.Events;
using Domaeka.Core.Rooms;
using Domaeka.V1;
using ProtoStatus = Domaeka.V1.ApprovalStatus;

namespace Domaeka.Api.Events;

/// <summary>What a feed brings, as the API tells it.</summary>
internal static class EventMapping
{
    /// <summary>The event or chat line; null for a heartbeat.</summary>
    public static Event? ToProto(this FeedItem item) => item switch
    {
        { Event: { } happened } => happened.ToProto(),
        { Line: { } line } => new Event { EventTime = line.Entry.ServerTimestamp.ToProto(), ChatLine = line.ToProto() },
        _ => null,
    };

    private static Event ToProto(this ServerEvent happened)
    {
        var told = new Event { EventTime = happened.At.ToProto() };
        switch (happened.Kind)
        {
            case ServerEventKind.Message:
                told.Message = happened.ToMessageEvent();
                break;
            case ServerEventKind.Presence:
                told.Presence = new PresenceEvent { Device = DeviceOf(happened), Online = happened.IsOnline == true };
                break;
            case ServerEventKind.Device:
                told.Device = new DeviceEvent { Device = DeviceOf(happened), Status = StatusOf(happened), Deleted = happened.Status is null };
                break;
            case ServerEventKind.Room:
                told.Room = new RoomEvent
                {
                    Room = ResourceNames.ForRoom(RoomOf(happened)),
                    Status = StatusOf(happened),
                    Deleted = happened.Status is null,
                };
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(happened), happened.Kind, "The API has no such event.");
        }

        return told;
    }

    /// <summary>The news of a message.</summary>
    public static MessageEvent ToMessageEvent(this ServerEvent happened) => new()
    {
        Name = ResourceNames.ForMessage(happened.MessageId ?? ""),
        Room = ResourceNames.ForRoom(RoomOf(happened)),
        State = happened.State?.ToProto() ?? DeliveryState.Unspecified,
        Reason = happened.Reason.ToProto(),
        Device = MessageMapping.DeviceName(RoomOf(happened), happened.DeviceId),
        PartsConfirmed = happened.PartsConfirmed,
        Time = happened.At.ToProto(),
        Schedule = happened.ScheduleId is { } schedule ? ResourceNames.ForSchedule(schedule) : "",
    };

    private static RoomKey RoomOf(ServerEvent happened) => new(happened.BotName, happened.ChannelId ?? "");

    private static string DeviceOf(ServerEvent happened) => ResourceNames.ForDevice(new DeviceKey(happened.BotName, happened.DeviceId ?? ""));

    private static ProtoStatus StatusOf(ServerEvent happened) => happened.Status?.ToProto() ?? ProtoStatus.Unspecified;
}
