using Domaeka.Api.Errors;
using Domaeka.Api.Events;
using Domaeka.Api.Resources;
using Domaeka.Api.Validation;
using Domaeka.Core.Events;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Domaeka.Api.Messages;

/// <summary>Tells one caller of changes of messages, as fast as it reads.</summary>
internal sealed class MessageWatch(IEventFeed feed, TimeProvider clock)
{
    private static readonly TimeSpan DefaultHeartbeat = TimeSpan.FromSeconds(30);

    /// <summary>Runs until the caller hangs up.</summary>
    /// <exception cref="RpcException">The server stops.</exception>
    public async Task RunAsync(
        WatchMessagesRequest request, IServerStreamWriter<WatchMessagesResponse> responses, CancellationToken callEnded)
    {
        await foreach (var item in feed.ReadAsync(ToCore(request), callEnded))
        {
            var response = new WatchMessagesResponse { ResumeToken = ResumeToken.Write(item.Position) };
            if (item.Event is { } happened)
                response.Event = happened.ToMessageEvent();
            else
                response.Heartbeat = new() { Time = Timestamp.FromDateTimeOffset(clock.GetUtcNow()) };
            await responses.WriteAsync(response, callEnded);
        }

        // It ends by itself in two cases only.
        callEnded.ThrowIfCancellationRequested();
        throw RpcErrors.ServerStopping();
    }

    private static FeedRequest ToCore(WatchMessagesRequest request)
    {
        var room = request.Room.Length == 0 ? default : ResourceNames.ParseRoom(request.Room);
        var filter = new EventFilter
        {
            Kinds = new HashSet<ServerEventKind> { ServerEventKind.Message },
            BotName = room.BotName ?? (request.Bot.Length == 0 ? null : request.Bot),
            ChannelId = room.ChannelId,
            MessageIds = request.Names.Select(ResourceNames.ParseMessage).ToHashSet(StringComparer.Ordinal),
            ScheduleId = request.Schedule.Length == 0 ? null : ResourceNames.ParseSchedule(request.Schedule),
        };
        return new FeedRequest(
            filter,
            ResumeToken.TryRead(request.ResumeToken, out var position) ? position : null,
            IncludesEvents: true,
            IncludesChat: false,
            Durations.TryRead(request.HeartbeatInterval, out var heartbeat) ? heartbeat : DefaultHeartbeat);
    }
}
