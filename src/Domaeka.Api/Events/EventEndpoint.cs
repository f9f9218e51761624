using Domaeka.Api.Errors;
using Domaeka.Core.Events;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Domaeka.Api.Events;

/// <summary>Serves <see cref="EventService"/>.</summary>
internal sealed class EventEndpoint(IEventFeed feed, TimeProvider clock) : EventService.EventServiceBase
{
    /// <inheritdoc/>
    public override async Task StreamEvents(
        StreamEventsRequest request, IServerStreamWriter<StreamEventsResponse> responseStream, ServerCallContext context)
    {
        // Nothing is read ahead: the next item is asked for when the caller's window has taken this one.
        await foreach (var item in feed.ReadAsync(request.ToCore(), context.CancellationToken))
            await responseStream.WriteAsync(Describe(item), context.CancellationToken);

        // It ends by itself in two cases only.
        context.CancellationToken.ThrowIfCancellationRequested();
        throw RpcErrors.ServerStopping();
    }

    private StreamEventsResponse Describe(FeedItem item)
    {
        var response = new StreamEventsResponse { ResumeToken = ResumeToken.Write(item.Position) };
        if (item.ToProto() is { } happened)
            response.Event = happened;
        else
            response.Heartbeat = new() { Time = Timestamp.FromDateTimeOffset(clock.GetUtcNow()) };
        return response;
    }
}
