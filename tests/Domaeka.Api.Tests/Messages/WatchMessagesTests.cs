using Domaeka.Api.Errors;
using Domaeka.Api.Events;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Events;
using Domaeka.TestKit;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using CoreReason = Domaeka.Core.Delivery.DeliveryReason;
using CoreState = Domaeka.Core.Delivery.DeliveryState;
using ProtoReason = Domaeka.V1.DeliveryReason;
using ProtoState = Domaeka.V1.DeliveryState;

namespace Domaeka.Api.Tests.Messages;

public sealed class WatchMessagesTests : IAsyncLifetime
{
    private const string Id = "0123456789abcdef0123456789abcdef";

    private readonly FakeFeed _feed = new();
    private readonly ApiHost _api;

    public WatchMessagesTests() => _api = new ApiHost([], builder => builder.Services.AddSingleton<IEventFeed>(_feed));

    public Task InitializeAsync() => _api.InitializeAsync();

    public Task DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task WatchMessages_EventsAndHeartbeats_AreToldWithTheirPlace()
    {
        var at = new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero);
        _feed.Bring(new FeedItem(new FeedPosition(4, 9)));
        _feed.Bring(new FeedItem(
            new FeedPosition(5, 9),
            new ServerEvent
            {
                Id = 5,
                Kind = ServerEventKind.Message,
                At = at,
                BotName = "b/1",
                ChannelId = "77",
                DeviceId = "d",
                MessageId = Id,
                State = CoreState.Uncertain,
                Reason = CoreReason.LinkLost,
                PartsConfirmed = 2,
                ScheduleId = 3,
            }));
        using var watch = _api.Messages.WatchMessages(new());

        var heartbeat = await NextAsync(watch);
        Assert.NotNull(heartbeat.Heartbeat.Time);
        Assert.Equal(ResumeToken.Write(new FeedPosition(4, 9)), heartbeat.ResumeToken);

        var told = await NextAsync(watch);
        Assert.Equal(ResumeToken.Write(new FeedPosition(5, 9)), told.ResumeToken);
        Assert.Equal(($"messages/{Id}", "bots/b%2F1/rooms/77"), (told.Event.Name, told.Event.Room));
        Assert.Equal((ProtoState.Uncertain, ProtoReason.LinkLost), (told.Event.State, told.Event.Reason));
        Assert.Equal(("bots/b%2F1/devices/d", 2, "schedules/3"), (told.Event.Device, told.Event.PartsConfirmed, told.Event.Schedule));
        Assert.Equal(at, told.Event.Time.ToDateTimeOffset());
    }

    [Fact]
    public async Task WatchMessages_EveryFilter_ReachesTheFeed()
    {
        _feed.Bring(new FeedItem(default));
        using var watch = _api.Messages.WatchMessages(new()
        {
            Names = { $"messages/{Id}" },
            Room = "bots/b/rooms/r",
            Schedule = "schedules/8",
            ResumeToken = ResumeToken.Write(new FeedPosition(3, 4)),
            HeartbeatInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(7)),
        });
        await NextAsync(watch);

        var request = _feed.Request!;
        Assert.Equal((new FeedPosition(3, 4), TimeSpan.FromSeconds(7)), (request.From, request.Heartbeat));
        Assert.True(request.IncludesEvents);
        Assert.False(request.IncludesChat);
        Assert.Equal([ServerEventKind.Message], request.Filter.Kinds);
        Assert.Equal(("b", "r", 8L), (request.Filter.BotName, request.Filter.ChannelId, request.Filter.ScheduleId));
        Assert.Equal([Id], request.Filter.MessageIds);
    }

    [Fact]
    public async Task WatchMessages_NothingSet_WatchesEverythingFromNowOn()
    {
        _feed.Bring(new FeedItem(default));
        using var watch = _api.Messages.WatchMessages(new());
        await NextAsync(watch);

        var request = _feed.Request!;
        Assert.Null(request.From);
        Assert.Equal(TimeSpan.FromSeconds(30), request.Heartbeat);
        Assert.Null(request.Filter.BotName);
        Assert.Null(request.Filter.ChannelId);
        Assert.Null(request.Filter.ScheduleId);
        Assert.Empty(request.Filter.MessageIds);
    }

    [Fact]
    public async Task WatchMessages_TokenTooOld_NamesTheOldest()
    {
        _feed.End(new FeedTooOldException(new FeedPosition(100, 7)));
        using var watch = _api.Messages.WatchMessages(new() { ResumeToken = ResumeToken.Write(new FeedPosition(3, 4)) });

        var exception = await Assert.ThrowsAsync<RpcException>(() => NextAsync(watch));

        Assert.Equal(StatusCode.OutOfRange, exception.StatusCode);
        var info = RpcAssert.Detail<Google.Rpc.ErrorInfo>(exception);
        Assert.Equal(ErrorReasons.ResumeTokenTooOld, info.Reason);
        Assert.True(ResumeToken.TryRead(info.Metadata["oldest_resume_token"], out var oldest));
        Assert.Equal(new FeedPosition(100, 7), oldest);
    }

    [Fact]
    public async Task WatchMessages_TooManyStreams_SaysWhenToTryAgain()
    {
        _feed.End(new FeedFullException(5));
        using var watch = _api.Messages.WatchMessages(new());

        var exception = await Assert.ThrowsAsync<RpcException>(() => NextAsync(watch));

        Assert.Equal(StatusCode.ResourceExhausted, exception.StatusCode);
        Assert.Equal(ErrorReasons.TooManyStreams, RpcAssert.Detail<Google.Rpc.ErrorInfo>(exception).Reason);
        Assert.True(RpcAssert.Detail<Google.Rpc.RetryInfo>(exception).RetryDelay.ToTimeSpan() > TimeSpan.Zero);
    }

    [Fact]
    public async Task WatchMessages_FeedEnds_IsUnavailable()
    {
        _feed.Bring(new FeedItem(default));
        using var watch = _api.Messages.WatchMessages(new());
        await NextAsync(watch);

        _feed.End();

        var exception = await Assert.ThrowsAsync<RpcException>(() => NextAsync(watch));
        Assert.Equal(StatusCode.Unavailable, exception.StatusCode);
        Assert.Equal(ErrorReasons.ServerStopping, RpcAssert.Detail<Google.Rpc.ErrorInfo>(exception).Reason);
    }

    [Fact]
    public async Task WatchMessages_CallerHangsUp_LetsTheFeedGo()
    {
        _feed.Bring(new FeedItem(default));
        using var hangUp = new CancellationTokenSource();
        using var watch = _api.Messages.WatchMessages(new(), cancellationToken: hangUp.Token);
        await NextAsync(watch);

        await hangUp.CancelAsync();

        await _feed.Ended.DefaultTimeout();
    }

    [Fact]
    public async Task WatchMessages_BadRequest_IsToldAtOnce()
    {
        using var watch = _api.Messages.WatchMessages(new()
        {
            Names = { $"messages/{Id}", "messages/x" },
            Room = "r",
            Bot = new string('b', 65),
            Schedule = "schedules/0",
            ResumeToken = "nonsense",
            HeartbeatInterval = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(999)),
        });

        var exception = await Assert.ThrowsAsync<RpcException>(() => NextAsync(watch));

        Assert.Equal(
            ["bot", "heartbeat_interval", "names[1]", "resume_token", "room", "schedule"],
            RpcAssert.Detail<Google.Rpc.BadRequest>(exception).FieldViolations.Select(violation => violation.Field).Order());
    }

    private static async Task<WatchMessagesResponse> NextAsync(AsyncServerStreamingCall<WatchMessagesResponse> watch)
    {
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).DefaultTimeout());
        return watch.ResponseStream.Current;
    }
}
