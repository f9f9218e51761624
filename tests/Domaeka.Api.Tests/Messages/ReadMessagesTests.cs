using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Delivery;
using Domaeka.Core.Media;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using CoreAttempt = Domaeka.Core.Outbox.DeliveryAttempt;
using CoreFact = Domaeka.Core.Outbox.ExplanationFact;
using CoreItem = Domaeka.Core.Delivery.MediaItem;
using CoreKind = Domaeka.Core.Delivery.MediaKind;
using CorePart = Domaeka.Core.Delivery.MessagePart;
using CoreReason = Domaeka.Core.Delivery.DeliveryReason;
using CoreState = Domaeka.Core.Delivery.DeliveryState;
using ProtoKind = Domaeka.V1.MediaKind;
using ProtoReason = Domaeka.V1.DeliveryReason;
using ProtoState = Domaeka.V1.DeliveryState;

namespace Domaeka.Api.Tests.Messages;

public sealed class ReadMessagesTests(OutboxApi api) : IClassFixture<OutboxApi>
{
    private static readonly DateTimeOffset Noon = new(2027, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task GetMessage_EveryField_IsShown()
    {
        var successor = OutboundMessage.NewId();
        var header = Header("full") with
        {
            Priority = DeliveryPriority.System,
            PreferredDeviceId = "d1",
            NotBefore = Noon,
            ExpireAt = Noon.AddHours(1),
            CollapseKey = "key",
            RequestId = "request",
            ScheduleId = 7,
            DueAt = Noon.AddMinutes(-1),
            PartCount = 2,
            Progress = new DeliveryProgress
            {
                State = CoreState.Cancelled,
                Reason = CoreReason.Collapsed,
                PartsConfirmed = 1,
                DeviceId = "d2",
                WrittenAt = Noon.AddSeconds(1),
                EndedAt = Noon.AddSeconds(2),
                CollapsedInto = successor,
            },
        };
        api.Outbox.Add(
            header,
            new CorePart(new TextContent("사과")),
            new CorePart(
                new MediaContent(CoreKind.Image, [CoreItem.FromFile(new MediaFile(new string('a', 64), 5_000_000))], "png", TimeSpan.FromSeconds(6)),
                TimeSpan.FromSeconds(3)));
        api.Outbox.Attempts =
        [
            new CoreAttempt
            {
                Part = 1,
                Attempt = 2,
                DeviceId = "d/2",
                ConnectionId = "c9",
                State = CoreState.Uncertain,
                Reason = CoreReason.LinkLost,
                StartedAt = Noon,
                WrittenAt = Noon.AddSeconds(1),
                EndedAt = Noon.AddSeconds(2),
            },
        ];

        var message = (await api.Messages.GetMessageAsync(new() { Name = $"messages/{header.Id}" })).Message;

        Assert.Equal(($"messages/{header.Id}", "bots/full/rooms/1"), (message.Name, message.Room));
        Assert.Equal(("bots/full/devices/d2", "bots/full/devices/d1"), (message.Device, message.PreferredDevice));
        Assert.Equal((ProtoState.Cancelled, ProtoReason.Collapsed), (message.State, message.Reason));
        Assert.Equal($"messages/{successor}", message.CollapsedInto);
        Assert.Equal(("schedules/7", "request", "key"), (message.Schedule, message.RequestId, message.CollapseKey));
        Assert.Equal((2, 1, false), (message.PartCount, message.PartsConfirmed, message.RedeliveryPending));
        Assert.Equal(
            [Noon, Noon.AddHours(1), Noon.AddMinutes(-1), Noon.AddSeconds(1), Noon.AddSeconds(2)],
            new[] { message.NotBefore, message.ExpireTime, message.DueTime, message.WriteTime, message.EndTime }
                .Select(time => time.ToDateTimeOffset()));

        Assert.Equal("사과", message.Parts[0].Text);
        var media = message.Parts[1].Media;
        Assert.Equal((ProtoKind.Image, "png", 6L), (media.Kind, media.Format, media.Wait.Seconds));
        Assert.Equal((new string('a', 64), 5_000_000L), (media.Items[0].Stored.Sha256, media.Items[0].Stored.SizeBytes));
        Assert.Equal(3, message.Parts[1].PauseBefore.Seconds);

        var attempt = Assert.Single(message.Attempts);
        Assert.Equal((1, 2, "bots/full/devices/d%2F2", "c9"), (attempt.Part, attempt.Attempt, attempt.Device, attempt.ConnectionId));
        Assert.Equal((ProtoState.Uncertain, ProtoReason.LinkLost), (attempt.State, attempt.Reason));
        Assert.Equal(Noon.AddSeconds(2), attempt.EndTime.ToDateTimeOffset());
    }

    [Fact]
    public async Task GetMessage_Basic_LeavesThePartsOut()
    {
        var header = Header("basic") with { Progress = new DeliveryProgress { State = CoreState.Uncertain, Reason = CoreReason.LinkLost } };
        api.Outbox.Add(header, new CorePart(new TextContent("x")));

        var message = (await api.Messages.GetMessageAsync(new() { Name = $"messages/{header.Id}", View = MessageView.Basic })).Message;

        Assert.Empty(message.Parts);
        Assert.True(message.RedeliveryPending);
        Assert.Null(message.EndTime);
    }

    [Fact]
    public async Task EveryRpc_NoSuchMessage_IsNotFound()
    {
        var name = $"messages/{OutboundMessage.NewId()}";

        await RpcAssert.FailsAsync(StatusCode.NotFound, ErrorReasons.MessageNotFound, api.Messages.GetMessageAsync(new() { Name = name }));
        await RpcAssert.FailsAsync(StatusCode.NotFound, ErrorReasons.MessageNotFound, api.Messages.CancelMessageAsync(new() { Name = name }));
        await RpcAssert.FailsAsync(StatusCode.NotFound, ErrorReasons.MessageNotFound, api.Messages.ExplainMessageAsync(new() { Name = name }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("messages/")]
    [InlineData("messages/0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("messages/0123456789abcdef0123456789abcdef0")]
    [InlineData("rooms/0123456789abcdef0123456789abcdef")]
    public async Task EveryRpc_NoName_IsViolated(string name)
    {
        await RpcAssert.ViolatesAsync(api.Messages.GetMessageAsync(new() { Name = name, View = (MessageView)9 }), "name", "view");
        await RpcAssert.ViolatesAsync(api.Messages.CancelMessageAsync(new() { Name = name }), "name");
        await RpcAssert.ViolatesAsync(api.Messages.ExplainMessageAsync(new() { Name = name }), "name");
    }

    [Fact]
    public async Task ListMessages_SeveralPages_ComeNewestFirst()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => api.Outbox.Add(Header("pages"), new CorePart(new TextContent("x"))).Header.Id).Reverse().ToList();
        var names = new List<string>();
        var request = new ListMessagesRequest { Bot = "pages", PageSize = 2 };

        do
        {
            var page = await api.Messages.ListMessagesAsync(request);
            Assert.True(page.Messages.Count is 1 or 2);
            Assert.All(page.Messages, message => Assert.Empty(message.Parts));
            names.AddRange(page.Messages.Select(message => message.Name));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(ids.Select(id => $"messages/{id}"), names);
    }

    [Fact]
    public async Task ListMessages_LongTexts_EndThePageEarly()
    {
        for (var i = 0; i < 4; i++)
            api.Outbox.Add(Header("long") with { PartCount = 10 }, [.. Enumerable.Repeat(new CorePart(new TextContent(new string('x', 65_000))), 10)]);
        var request = new ListMessagesRequest { Bot = "long", View = MessageView.Full };

        var first = await api.Messages.ListMessagesAsync(request);
        request.PageToken = first.NextPageToken;
        var second = await api.Messages.ListMessagesAsync(request);

        Assert.Equal((2, 2), (first.Messages.Count, second.Messages.Count));
        Assert.Equal(10, first.Messages[0].Parts.Count);
        Assert.Empty(second.NextPageToken);
        Assert.Equal(4, first.Messages.Concat(second.Messages).Select(message => message.Name).Distinct().Count());
    }

    [Fact]
    public async Task ListMessages_EveryFilter_ReachesTheOutbox()
    {
        await api.Messages.ListMessagesAsync(new()
        {
            Room = "bots/filter%2F봇/rooms/7",
            Bot = "filter/봇",
            State = ProtoState.Held,
            Schedule = "schedules/12",
            CreateTimeFrom = Timestamp.FromDateTimeOffset(Noon),
            CreateTimeBefore = Timestamp.FromDateTimeOffset(Noon.AddDays(1)),
            PageSize = 7,
        });

        Assert.Equal(
            new OutboxQuery
            {
                BotName = "filter/봇",
                ChannelId = "7",
                State = CoreState.Held,
                ScheduleId = 12,
                CreatedFrom = Noon,
                CreatedBefore = Noon.AddDays(1),
                WithContents = false,
                Limit = 8,
            },
            api.Outbox.LastQuery);
    }

    [Fact]
    public async Task ListMessages_BadFilter_IsToldAtOnce() => await RpcAssert.ViolatesAsync(
        api.Messages.ListMessagesAsync(new()
        {
            Room = "bots/b/rooms/r",
            Bot = "c",
            State = (ProtoState)99,
            Schedule = "schedules/x",
            CreateTimeFrom = Timestamp.FromDateTimeOffset(Noon),
            CreateTimeBefore = Timestamp.FromDateTimeOffset(Noon),
            View = (MessageView)9,
            PageSize = -1,
            PageToken = "nonsense",
        }),
        "bot",
        "state",
        "schedule",
        "create_time_before",
        "view",
        "page_size",
        "page_token");

    [Fact]
    public async Task ListMessages_TokenOfAnotherFilter_IsViolated()
    {
        api.Outbox.Add(Header("token"), new CorePart(new TextContent("x")));
        api.Outbox.Add(Header("token"), new CorePart(new TextContent("x")));
        var page = await api.Messages.ListMessagesAsync(new() { Bot = "token", PageSize = 1 });

        await RpcAssert.ViolatesAsync(
            api.Messages.ListMessagesAsync(new() { Bot = "token", State = ProtoState.Held, PageToken = page.NextPageToken }), "page_token");
    }

    [Theory]
    [InlineData(CancelOutcome.AlreadySent, CoreState.Written, ErrorReasons.AlreadySent)]
    [InlineData(CancelOutcome.AlreadyEnded, CoreState.Confirmed, ErrorReasons.AlreadyEnded)]
    public async Task CancelMessage_TooLate_SaysWhy(CancelOutcome outcome, CoreState state, string reason)
    {
        var header = Header("late") with { Progress = new DeliveryProgress { State = state } };
        api.Outbox.Add(header, new CorePart(new TextContent("x")));
        api.Outbox.CancelOutcome = outcome;

        var exception = await RpcAssert.FailsAsync(
            StatusCode.FailedPrecondition, reason, api.Messages.CancelMessageAsync(new() { Name = $"messages/{header.Id}" }));

        Assert.Equal(state.ToString().ToUpperInvariant(), RpcAssert.Detail<Google.Rpc.ErrorInfo>(exception).Metadata["state"]);
    }

    [Theory]
    [InlineData(CancelOutcome.Cancelled)]
    [InlineData(CancelOutcome.AlreadyEnded)]
    public async Task CancelMessage_OnceAndAgain_IsCancelled(CancelOutcome outcome)
    {
        var header = Header("cancel") with
        {
            Progress = new DeliveryProgress { State = CoreState.Cancelled, Reason = CoreReason.CancelledByCaller, EndedAt = Noon },
        };
        api.Outbox.Add(header, new CorePart(new TextContent("x")));
        api.Outbox.CancelOutcome = outcome;

        var message = (await api.Messages.CancelMessageAsync(new() { Name = $"messages/{header.Id}" })).Message;

        Assert.Equal((ProtoState.Cancelled, ProtoReason.CancelledByCaller), (message.State, message.Reason));
    }

    [Fact]
    public async Task ExplainMessage_Facts_AreShown()
    {
        var header = Header("explain") with { Progress = new DeliveryProgress { Reason = CoreReason.DeviceOffline } };
        var message = api.Outbox.Add(header, new CorePart(new TextContent("x")));
        var attempt = new CoreAttempt { Part = 0, Attempt = 1, DeviceId = "d", ConnectionId = "c", StartedAt = Noon };
        api.Outbox.Explanation = new MessageExplanation(
            message,
            "휴대폰이 연결되어 있지 않아 기다리고 있습니다.",
            [new CoreFact(CoreReason.DeviceOffline, "연결 끊김", "d", Noon, Noon.AddHours(1)), new CoreFact(CoreReason.None, "승인됨")],
            [attempt]);

        var answer = await api.Messages.ExplainMessageAsync(new() { Name = $"messages/{header.Id}" });

        Assert.Equal("휴대폰이 연결되어 있지 않아 기다리고 있습니다.", answer.Sentence);
        Assert.Equal(
            (ProtoReason.DeviceOffline, "연결 끊김", "d"), (answer.Facts[0].Reason, answer.Facts[0].Text, answer.Facts[0].Subject));
        Assert.Equal((Noon, Noon.AddHours(1)), (answer.Facts[0].SinceTime.ToDateTimeOffset(), answer.Facts[0].UntilTime.ToDateTimeOffset()));
        Assert.Equal((ProtoReason.Unspecified, "", null), (answer.Facts[1].Reason, answer.Facts[1].Subject, answer.Facts[1].SinceTime));
        Assert.Equal("bots/explain/devices/d", Assert.Single(answer.Message.Attempts).Device);
        Assert.Empty(answer.Message.Parts);
    }

    private static OutboxHeader Header(string bot) => new()
    {
        Id = OutboundMessage.NewId(),
        Room = new RoomKey(bot, "1"),
        Kind = OutboundKind.Notice,
        PartCount = 1,
        CreatedAt = Noon,
    };
}
