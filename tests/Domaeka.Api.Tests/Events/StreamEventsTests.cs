using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Events;
using Domaeka.TestKit;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using CoreStatus = Domaeka.Core.Approval.ApprovalStatus;
using PayloadCase = Domaeka.V1.Event.PayloadOneofCase;

namespace Domaeka.Api.Tests.Events;

public sealed class StreamEventsTests(ApiHost api) : IClassFixture<ApiHost>
{
    private IEventStore Store => api.Host.Services.GetRequiredService<IEventStore>();

    [Fact]
    public async Task StreamEvents_PhoneComesSpeaksAndGoes_IsToldInOrder()
    {
        using var reading = await OpenAsync(new() { Bot = "story" });
        const string Device = "bots/story/devices/d1";
        const string Room = "bots/story/rooms/77";

        var phone = await api.ConnectPhoneAsync("story", "d1");
        Assert.Equal(new DeviceEvent { Device = Device, Status = ApprovalStatus.Pending }, (await reading.NextAsync()).Device);
        Assert.Equal(new PresenceEvent { Device = Device, Online = true }, (await reading.NextAsync()).Presence);

        await phone.SayAsync("공구방", "안녕하세요", "77");
        var said = new[] { await reading.NextAsync(), await reading.NextAsync() };
        Assert.Equal(
            new RoomEvent { Room = Room, Status = ApprovalStatus.Pending },
            Assert.Single(said, told => told.PayloadCase == PayloadCase.Room).Room);
        var line = Assert.Single(said, told => told.PayloadCase == PayloadCase.ChatLine);
        Assert.Equal((Room, "안녕하세요"), (line.ChatLine.Room, line.ChatLine.Text));
        Assert.Equal(line.ChatLine.ServerTime, line.EventTime);

        await api.Devices.ApproveDeviceAsync(new() { Name = Device });
        Assert.Equal(new DeviceEvent { Device = Device, Status = ApprovalStatus.Approved }, (await reading.NextAsync()).Device);
        await api.Rooms.BlockRoomAsync(new() { Name = Room });
        Assert.Equal(new RoomEvent { Room = Room, Status = ApprovalStatus.Blocked }, (await reading.NextAsync()).Room);

        await phone.DisposeAsync();
        Assert.Equal(new PresenceEvent { Device = Device }, (await reading.NextAsync()).Presence);
    }

    [Fact]
    public async Task StreamEvents_MessageSent_IsToldUntilItsEnd()
    {
        await using var phone = await api.ConnectPhoneAsync("courier", "d1");
        await phone.SayAsync("공구방", "안녕", "77");
        await Eventually.TrueAsync(async () => (await api.Rooms.ListRoomsAsync(new() { Bot = "courier" })).Rooms.Count == 1);
        await api.Devices.ApproveDeviceAsync(new() { Name = "bots/courier/devices/d1" });
        await api.Rooms.ApproveRoomAsync(new() { Name = "bots/courier/rooms/77" });
        using var reading = await OpenAsync(new() { Room = "bots/courier/rooms/77", Kinds = { EventKind.Message } });

        var message = (await api.Messages.SendMessageAsync(new() { Room = "bots/courier/rooms/77", Text = "공지" })).Message;

        var told = (await reading.NextAsync()).Message;
        var count = 1;
        for (; told.State != DeliveryState.Confirmed; count++)
        {
            Assert.Equal(message.Name, told.Name);
            told = (await reading.NextAsync()).Message;
        }

        Assert.True(count > 1, "A message is told of when it is accepted, and when it is confirmed.");
        Assert.Equal(("bots/courier/rooms/77", "bots/courier/devices/d1", 1), (told.Room, told.Device, told.PartsConfirmed));

        using var again = await OpenAsync(new() { Messages = { message.Name }, ResumeToken = ResumeTokenAtTheBeginning });
        Assert.Equal(message.Name, (await again.NextAsync()).Message.Name);
    }

    [Fact]
    public async Task StreamEvents_Filtered_LeavesOutWhatHasNoSuchThing()
    {
        await Store.AppendAsync(
            [
                Room("filter", "1"),
                Presence("filter", "d1"),
                Presence("filter", "d2"),
                Presence("filter 2", "d1"),
            ],
            CancellationToken.None);

        using var device = await OpenAsync(new() { Device = "bots/filter/devices/d2", ResumeToken = ResumeTokenAtTheBeginning });
        using var kind = await OpenAsync(new() { Bot = "filter", Kinds = { EventKind.Room }, ResumeToken = ResumeTokenAtTheBeginning });
        using var bot = await OpenAsync(new() { Bot = "filter 2", ResumeToken = ResumeTokenAtTheBeginning });

        Assert.Equal("bots/filter/devices/d2", (await device.NextAsync()).Presence.Device);
        Assert.Equal("bots/filter/rooms/1", (await kind.NextAsync()).Room.Room);
        Assert.Equal("bots/filter 2/devices/d1", (await bot.NextAsync()).Presence.Device);
    }

    [Fact]
    public async Task StreamEvents_RowsVanished_SaysSo()
    {
        using var reading = await OpenAsync(new() { Bot = "vanish" });
        await Store.AppendAsync(
            [
                Room("vanish", "1") with { Status = null },
                new ServerEvent { Kind = ServerEventKind.Device, At = DateTimeOffset.UnixEpoch, BotName = "vanish", DeviceId = "d1" },
            ],
            CancellationToken.None);

        Assert.Equal(new RoomEvent { Room = "bots/vanish/rooms/1", Deleted = true }, (await reading.NextAsync()).Room);
        Assert.Equal(new DeviceEvent { Device = "bots/vanish/devices/d1", Deleted = true }, (await reading.NextAsync()).Device);
    }

    [Fact]
    public async Task StreamEvents_NothingForAWhile_HeartbeatMovesOnPastWhatTheFilterHid()
    {
        using var quiet = await OpenAsync(new() { Bot = "nobody", HeartbeatInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) });
        var before = quiet.ResumeToken;
        await Store.AppendAsync([Presence("somebody", "d1")], CancellationToken.None);

        var response = await quiet.NextResponseAsync();

        Assert.NotNull(response.Heartbeat.Time);
        Assert.NotEqual(before, response.ResumeToken);
    }

    [Fact]
    public async Task StreamEvents_EverythingWrong_IsToldAtOnce()
    {
        using var call = api.Events.StreamEvents(new()
        {
            Kinds = { EventKind.Unspecified, (EventKind)99 },
            Bot = "a",
            Room = "bots/b/rooms/1",
            Device = "bots/c/devices/d",
            Messages = { "messages/1" },
            Schedule = "schedules/x",
            ResumeToken = "garbage",
            HeartbeatInterval = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(999)),
        });

        var error = await new EventReading(call).EndAsync();

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal(
            ["bot", "bot", "device", "heartbeat_interval", "kinds[0]", "kinds[1]", "messages[0]", "resume_token", "schedule"],
            RpcAssert.Detail<BadRequest>(error).FieldViolations.Select(violation => violation.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task StreamEvents_TokenOfAnotherDatabase_IsOutOfRange()
    {
        using var call = api.Events.StreamEvents(new() { ResumeToken = Domaeka.Api.Events.ResumeToken.Write(new FeedPosition(1_000_000_000, 0)) });

        var error = await new EventReading(call).EndAsync();

        Assert.Equal(StatusCode.OutOfRange, error.StatusCode);
        Assert.Equal(ErrorReasons.ResumeTokenTooOld, RpcAssert.Detail<ErrorInfo>(error).Reason);
    }

    private static string ResumeTokenAtTheBeginning => Domaeka.Api.Events.ResumeToken.Write(default);

    private static ServerEvent Presence(string bot, string device) =>
        new() { Kind = ServerEventKind.Presence, At = DateTimeOffset.UnixEpoch, BotName = bot, DeviceId = device, IsOnline = true };

    private static ServerEvent Room(string bot, string channel) => new()
    {
        Kind = ServerEventKind.Room,
        At = DateTimeOffset.UnixEpoch,
        BotName = bot,
        ChannelId = channel,
        Status = CoreStatus.Pending,
    };

    private Task<EventReading> OpenAsync(StreamEventsRequest request) => EventReading.OpenAsync(api.Events, request);
}
