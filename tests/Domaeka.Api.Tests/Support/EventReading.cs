using Domaeka.TestKit;
using Domaeka.V1;
using Grpc.Core;

namespace Domaeka.Api.Tests.Support;

/// <summary>A stream of events that a test follows.</summary>
internal sealed class EventReading(AsyncServerStreamingCall<StreamEventsResponse> call) : IDisposable
{
    /// <summary>The place behind what was read last.</summary>
    public string ResumeToken { get; private set; } = "";

    /// <summary>Opens a stream and reads its first response, which says where it begins.</summary>
    public static async Task<EventReading> OpenAsync(EventService.EventServiceClient events, StreamEventsRequest request)
    {
        var reading = new EventReading(events.StreamEvents(request));
        Assert.NotNull((await reading.NextResponseAsync()).Heartbeat);
        return reading;
    }

    public async Task<StreamEventsResponse> NextResponseAsync()
    {
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
        ResumeToken = call.ResponseStream.Current.ResumeToken;
        return call.ResponseStream.Current;
    }

    /// <summary>The next event, heartbeats passed over.</summary>
    public async Task<Event> NextAsync()
    {
        while (true)
        {
            if ((await NextResponseAsync()).Event is { } happened)
                return happened;
        }
    }

    /// <summary>The error that the stream ends with.</summary>
    public Task<RpcException> EndAsync() => Assert.ThrowsAsync<RpcException>(async () =>
    {
        while (true)
            await NextResponseAsync();
    });

    public void Dispose() => call.Dispose();
}
