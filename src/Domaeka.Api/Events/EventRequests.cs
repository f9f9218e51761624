using Domaeka.Api.Mapping;
using Domaeka.Api.Resources;
using Domaeka.Api.Validation;
using Domaeka.Core.Events;
using Domaeka.V1;

namespace Domaeka.Api.Events;

/// <summary>What a validated <see cref="StreamEventsRequest"/> asks of the feed.</summary>
internal static class EventRequests
{
    private static readonly TimeSpan DefaultHeartbeat = TimeSpan.FromSeconds(30);

    public static FeedRequest ToCore(this StreamEventsRequest request)
    {
        var kinds = request.Kinds.Select(kind => SameNames<EventKind, ServerEventKind>.Find(kind)).OfType<ServerEventKind>().ToHashSet();
        var isOfMessages = request.Messages.Count > 0 || request.Schedule.Length > 0;
        var filter = new EventFilter
        {
            Kinds = kinds,
            BotName = FindBot(request),
            ChannelId = request.Room.Length == 0 ? null : ResourceNames.ParseRoom(request.Room).ChannelId,
            DeviceId = request.Device.Length == 0 ? null : ResourceNames.ParseDevice(request.Device).DeviceId,
            MessageIds = request.Messages.Select(ResourceNames.ParseMessage).ToHashSet(StringComparer.Ordinal),
            ScheduleId = request.Schedule.Length == 0 ? null : ResourceNames.ParseSchedule(request.Schedule),
        };
        return new FeedRequest(
            filter,
            ResumeToken.TryRead(request.ResumeToken, out var position) ? position : null,
            IncludesEvents: request.Kinds.Count == 0 || kinds.Count > 0,
            IncludesChat: (request.Kinds.Count == 0 || request.Kinds.Contains(EventKind.ChatLine)) && !isOfMessages && request.Device.Length == 0,
            Durations.TryRead(request.HeartbeatInterval, out var heartbeat) ? heartbeat : DefaultHeartbeat);
    }

    private static string? FindBot(StreamEventsRequest request) => request switch
    {
        { Room.Length: > 0 } => ResourceNames.ParseRoom(request.Room).BotName,
        { Device.Length: > 0 } => ResourceNames.ParseDevice(request.Device).BotName,
        { Bot.Length: > 0 } => request.Bot,
        _ => null,
    };
}
