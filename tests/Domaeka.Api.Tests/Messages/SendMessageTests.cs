using System.Buffers;
using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Delivery;
using Domaeka.Protocol;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using CoreRedelivery = Domaeka.Core.Delivery.Redelivery;
using DeliveryState = Domaeka.V1.DeliveryState;
using MediaItem = Domaeka.V1.MediaItem;
using MediaKind = Domaeka.V1.MediaKind;
using Redelivery = Domaeka.V1.Redelivery;

namespace Domaeka.Api.Tests.Messages;

public sealed class SendMessageTests(OutboxApi api) : IClassFixture<OutboxApi>
{
    private const string Room = "bots/b/rooms/r";

    [Fact]
    public async Task SendMessage_EveryField_ReachesTheOutbox()
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_123);

        var message = (await api.Messages.SendMessageAsync(new()
        {
            Room = Room,
            Text = "오늘 공구\n사과 3kg",
            RequestId = "id-1",
            Priority = MessagePriority.Bulk,
            NotBefore = Timestamp.FromDateTimeOffset(now),
            ExpireTime = Timestamp.FromDateTimeOffset(now.AddHours(1)),
            CollapseKey = "재고:사과",
            Redelivery = Redelivery.AtMostOnce,
            Device = "bots/b/devices/d1",
        })).Message;

        var request = api.Outbox.Requests.Single(request => request.RequestId == "id-1");
        Assert.Equal(new("b", "r"), request.Room);
        Assert.Equal(new TextContent("오늘 공구\n사과 3kg"), Assert.Single(request.Parts).Content);
        Assert.Equal(DeliveryPriority.Bulk, request.Priority);
        Assert.Equal((now, now.AddHours(1)), (request.NotBefore, request.ExpireAt));
        Assert.Equal("재고:사과", request.CollapseKey);
        Assert.Equal(CoreRedelivery.AtMostOnce, request.Redelivery);
        Assert.Equal("d1", request.PreferredDeviceId);
        Assert.False(request.ValidateOnly);

        Assert.Matches("^messages/[0-9a-f]{32}$", message.Name);
        Assert.Equal(Room, message.Room);
        Assert.Equal("bots/b/devices/d1", message.PreferredDevice);
        Assert.Equal("", message.Device);
        Assert.Equal(DeliveryState.Queued, message.State);
        Assert.Equal((MessagePriority.Bulk, Redelivery.AtMostOnce), (message.Priority, message.Redelivery));
        Assert.Equal(("id-1", "재고:사과"), (message.RequestId, message.CollapseKey));
        Assert.Equal(now.AddHours(1), message.ExpireTime.ToDateTimeOffset());
        Assert.Equal(1, message.PartCount);
        Assert.NotNull(message.CreateTime);
        Assert.Null(message.EndTime);
        Assert.Empty(message.Parts);
    }

    [Fact]
    public async Task SendMessage_NothingChosen_IsANoticeThatMayComeTwice()
    {
        var message = (await api.Messages.SendMessageAsync(new() { Room = "bots/defaults/rooms/r", Text = "x" })).Message;

        var request = api.Outbox.Requests.Single(request => request.Room.BotName == "defaults");
        Assert.Equal((DeliveryPriority.Notice, CoreRedelivery.AtLeastOnce), (request.Priority, request.Redelivery));
        Assert.Null(request.RequestId);
        Assert.Null(request.CollapseKey);
        Assert.Null(request.NotBefore);
        Assert.Null(request.ExpireAt);
        Assert.Null(request.PreferredDeviceId);
        Assert.Equal((MessagePriority.Notice, Redelivery.AtLeastOnce), (message.Priority, message.Redelivery));
    }

    [Fact]
    public async Task SendMessage_Template_IsRendered()
    {
        var template = new Template
        {
            Text = "{주문자명}님, {총 금액}원 {{확인}}",
            Values = { ["주문자명"] = "홍길동", ["총 금액"] = "12,000", ["unused"] = "x" },
        };

        await api.Messages.SendMessageAsync(new() { Room = "bots/template/rooms/r", Template = template });

        var request = api.Outbox.Requests.Single(request => request.Room.BotName == "template");
        Assert.Equal(new TextContent("홍길동님, 12,000원 {확인}"), Assert.Single(request.Parts).Content);
    }

    [Fact]
    public async Task SendMessage_MissingValues_AreAViolationEach()
    {
        var template = new Template { Text = "{주문자명} {orderTotal} {주문자명} {있음}", Values = { ["있음"] = "" } };

        await RpcAssert.ViolatesAsync(
            api.Messages.SendMessageAsync(new() { Room = Room, Template = template }),
            "template.values[주문자명]",
            "template.values[orderTotal]");
        await RpcAssert.ViolatesAsync(
            api.Messages.SendMessageAsync(new() { Room = Room, Sequence = new() { Parts = { new SequencePart { Template = template } } } }),
            "sequence.parts[0].template.values[주문자명]",
            "sequence.parts[0].template.values[orderTotal]");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("{빈}", " ")]
    [InlineData("{빈}", "MEDIA_URL:/x")]
    public async Task SendMessage_TemplateThatGivesNoText_IsViolated(string text, string value) => await RpcAssert.ViolatesAsync(
        api.Messages.SendMessageAsync(new() { Room = Room, Template = new() { Text = text, Values = { ["빈"] = value } } }),
        "template.text");

    [Fact]
    public async Task SendMessage_TemplateThatGrowsTooLong_IsViolated() => await RpcAssert.ViolatesAsync(
        api.Messages.SendMessageAsync(new()
        {
            Room = Room,
            Template = new() { Text = string.Concat(Enumerable.Repeat("{v}", 200)), Values = { ["v"] = new string('x', 60_000) } },
        }),
        "template.text");

    [Fact]
    public async Task SendMessage_TemplateOfManyPlaceholders_IsOneViolation() => await RpcAssert.ViolatesAsync(
        api.Messages.SendMessageAsync(new()
        {
            Room = Room,
            Template = new() { Text = string.Concat(Enumerable.Range(0, 201).Select(number => $"{{n{number}}}")) },
        }),
        "template.text");

    [Fact]
    public async Task SendMessage_ManyMissingValues_StayWithinTheTrailers()
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(number => $"{{이름{number}}}"));

        var exception = await RpcAssert.FailsAsync(
            StatusCode.InvalidArgument,
            ErrorReasons.InvalidRequest,
            api.Messages.SendMessageAsync(new() { Room = Room, Template = new() { Text = text } }));

        var violations = RpcAssert.Detail<Google.Rpc.BadRequest>(exception).FieldViolations;
        Assert.InRange(violations.Count, 20, 199);
        Assert.Equal("template.values[이름0]", violations[0].Field);
        Assert.Contains($"{200 - violations.Count} more violations", violations[^1].Description, StringComparison.Ordinal);
        Assert.True(exception.Trailers.Sum(entry => entry.IsBinary ? entry.ValueBytes.Length : entry.Value.Length) < 6_000);
    }

    [Fact]
    public async Task SendMessage_Sequence_KeepsItsOrderAndPauses()
    {
        var picture = new Media { Kind = MediaKind.Image, Items = { new MediaItem { Data = ByteString.CopyFrom(1, 2, 3) } } };

        await api.Messages.SendMessageAsync(new()
        {
            Room = "bots/sequence/rooms/r",
            Sequence = new()
            {
                Parts =
                {
                    new SequencePart { Text = "하나" },
                    new SequencePart { Media = picture, PauseBefore = Duration.FromTimeSpan(TimeSpan.FromSeconds(5)) },
                    new SequencePart { Template = new() { Text = "{n}", Values = { ["n"] = "셋" } } },
                },
            },
        });

        var parts = api.Outbox.Requests.Single(request => request.Room.BotName == "sequence").Parts;
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.Zero], parts.Select(part => part.PauseBefore));
        Assert.Equal(new TextContent("하나"), parts[0].Content);
        Assert.Equal([1, 2, 3], Assert.IsType<MediaContent>(parts[1].Content).Items.Single().Bytes.ToArray());
        Assert.Equal(new TextContent("셋"), parts[2].Content);
    }

    [Fact]
    public async Task SendMessage_BadSequence_IsToldAtOnce()
    {
        await RpcAssert.ViolatesAsync(api.Messages.SendMessageAsync(new() { Room = Room, Sequence = new() }), "sequence.parts");
        await RpcAssert.ViolatesAsync(
            api.Messages.SendMessageAsync(new()
            {
                Room = Room,
                Sequence = new() { Parts = { Enumerable.Repeat(new SequencePart { Text = "x" }, 11) } },
            }),
            "sequence.parts");
        await RpcAssert.ViolatesAsync(
            api.Messages.SendMessageAsync(new()
            {
                Room = Room,
                Sequence = new()
                {
                    Parts =
                    {
                        new SequencePart { Text = "x", PauseBefore = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)) },
                        new SequencePart(),
                        new SequencePart { Text = " ", PauseBefore = Duration.FromTimeSpan(TimeSpan.FromHours(2)) },
                        new SequencePart { Media = new() { Kind = MediaKind.Image } },
                    },
                },
            }),
            "sequence.parts[0].pause_before",
            "sequence.parts[1].content",
            "sequence.parts[2].text",
            "sequence.parts[2].pause_before",
            "sequence.parts[3].media.items");
    }

    [Fact]
    public async Task SendMessage_SequenceOfTooMuch_IsViolated()
    {
        var text = new string('가', 400_000);
        await RpcAssert.ViolatesAsync(
            api.Messages.SendMessageAsync(new()
            {
                Room = Room,
                Sequence = new() { Parts = { new SequencePart { Text = text }, new SequencePart { Text = text } } },
            }),
            "sequence.parts");
    }

    [Fact]
    public async Task SendMessage_TwentyPicturesOfFiveMegabytes_AreAccepted()
    {
        var picture = ByteString.CopyFrom(new byte[5 * 1024 * 1024]);

        await api.Messages.SendMessageAsync(new()
        {
            Room = "bots/much/rooms/r",
            Media = new() { Kind = MediaKind.Image, Items = { Enumerable.Repeat(new MediaItem { Data = picture }, 20) } },
        });

        var request = api.Outbox.Requests.Single(request => request.Room.BotName == "much");
        Assert.Equal(20, Assert.IsType<MediaContent>(Assert.Single(request.Parts).Content).Items.Count);
    }

    [Fact]
    public async Task SendMessage_ValidateOnly_ShowsThePartsAndHasNoName()
    {
        var message = (await api.Messages.SendMessageAsync(new()
        {
            Room = "bots/preview/rooms/r",
            Sequence = new()
            {
                Parts =
                {
                    new SequencePart { Template = new() { Text = "{n}개", Values = { ["n"] = "3" } } },
                    new SequencePart
                    {
                        Media = new() { Kind = MediaKind.Image, Items = { new MediaItem { Data = ByteString.CopyFromUtf8("abc") } } },
                        PauseBefore = Duration.FromTimeSpan(TimeSpan.FromSeconds(2)),
                    },
                },
            },
            ValidateOnly = true,
        })).Message;

        Assert.True(api.Outbox.Requests.Single(request => request.Room.BotName == "preview").ValidateOnly);
        Assert.Equal("", message.Name);
        Assert.Equal("3개", message.Parts[0].Text);
        Assert.Null(message.Parts[0].PauseBefore);
        Assert.Equal(TimeSpan.FromSeconds(2), message.Parts[1].PauseBefore.ToTimeSpan());
        var stored = Assert.Single(message.Parts[1].Media.Items).Stored;
        Assert.Equal(("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3L), (stored.Sha256, stored.SizeBytes));
    }

    [Fact]
    public async Task SendMessage_BadSettings_AreToldAtOnce() => await RpcAssert.ViolatesAsync(
        api.Messages.SendMessageAsync(new()
        {
            Room = Room,
            Text = "x",
            Priority = (MessagePriority)9,
            Redelivery = (Redelivery)9,
            NotBefore = new Timestamp { Seconds = long.MaxValue },
            ExpireTime = new Timestamp { Nanos = -1 },
            CollapseKey = "a b",
            Device = "bots/other/devices/d",
            RequestId = new string('x', 129),
        }),
        "priority",
        "redelivery",
        "not_before",
        "expire_time",
        "collapse_key",
        "device",
        "request_id");

    [Fact]
    public async Task SendMessage_ExpiresBeforeItsTime_IsViolated() => await RpcAssert.ViolatesAsync(
        api.Messages.SendMessageAsync(new()
        {
            Room = Room,
            Text = "x",
            NotBefore = new Timestamp { Seconds = 100 },
            ExpireTime = new Timestamp { Seconds = 100, Nanos = 999_999 },
        }),
        "expire_time");

    [Fact]
    public async Task SendMessage_LongTextWithALineThatPhonesWouldCarryOut_IsViolated()
    {
        var line = "\nMEDIA_URL:/x";
        await api.Messages.SendMessageAsync(new() { Room = Room, Text = "short" + line });

        await RpcAssert.ViolatesAsync(
            api.Messages.SendMessageAsync(new() { Room = Room, Text = new string('x', 65_000) + line }), "text");
    }

    [Fact]
    public async Task SendMessage_StoredMedia_IsOutputOnly() => await RpcAssert.ViolatesAsync(
        api.Messages.SendMessageAsync(new()
        {
            Room = Room,
            Media = new() { Kind = MediaKind.Image, Items = { new MediaItem { Stored = new StoredMedia { Sha256 = "00" } } } },
        }),
        "media.items[0].stored");

    [Fact]
    public async Task SendMessage_NothingSet_IsToldAtOnce() =>
        await RpcAssert.ViolatesAsync(api.Messages.SendMessageAsync(new() { RequestId = "a b" }), "room", "content", "request_id");

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public async Task SendMessage_BlankText_IsViolated(string text) =>
        await RpcAssert.ViolatesAsync(api.Messages.SendMessageAsync(new() { Room = "bots/b/rooms/r", Text = text }), "text");

    [Fact]
    public async Task SendMessage_TextTooLong_IsViolated() => await RpcAssert.ViolatesAsync(
        api.Messages.SendMessageAsync(new() { Room = "bots/b/rooms/r", Text = new string('가', 650_001) }), "text");

    [Theory]
    [InlineData("MEDIA_URL:/sdcard/DCIM/1.jpg")]
    [InlineData("IMAGE_BASE64:AAAA")]
    public async Task SendMessage_TextThatPhonesWouldCarryOut_IsViolated(string text)
    {
        // The codec knows the same beginnings.
        Assert.Equal(
            EncodeResult.TakenForMedia,
            new OutboundEncoder().Encode(
                new TextLine("r", null, "b", text), WireDialect.Legacy, DateTimeOffset.UnixEpoch, new ArrayBufferWriter<byte>()));

        var violation = Assert.Single(
            await RpcAssert.ViolatesAsync(api.Messages.SendMessageAsync(new() { Room = "bots/b/rooms/r", Text = text }), "text"));
        Assert.Contains("MEDIA_URL:", violation.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MediaKind.Audio)]
    [InlineData(MediaKind.Video)]
    [InlineData(MediaKind.Document)]
    public async Task SendMessage_BytesThatAreNoPicture_IsViolated(MediaKind kind)
    {
        var item = new MediaItem { Data = ByteString.CopyFrom(1, 2, 3) };

        var violation = Assert.Single(await RpcAssert.ViolatesAsync(
            api.Messages.SendMessageAsync(new() { Room = "bots/b/rooms/r", Media = new() { Kind = kind, Items = { item } } }),
            "media.items"));
        Assert.Contains("uri", violation.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendMessage_EmptyMedia_IsViolated() => await RpcAssert.ViolatesAsync(
        api.Messages.SendMessageAsync(new() { Room = "bots/b/rooms/r", Media = new() }), "media.kind", "media.items");

    [Fact]
    public async Task SendMessage_BadMedia_IsToldAtOnce() => await RpcAssert.ViolatesAsync(
        api.Messages.SendMessageAsync(new()
        {
            Room = "bots/b/rooms/r",
            Media = new()
            {
                Kind = (MediaKind)77,
                Items =
                {
                    new MediaItem { Uri = "ftp://x/1.png" },
                    new MediaItem { Uri = "/relative" },
                    new MediaItem { Uri = "http://x/a|||http://x/b" },
                    new MediaItem { Data = ByteString.Empty },
                    new MediaItem(),
                },
                Format = ".png",
                Wait = new Duration { Seconds = -1 },
            },
        }),
        "media.kind",
        "media.items",
        "media.items[0].uri",
        "media.items[1].uri",
        "media.items[2].uri",
        "media.items[3].data",
        "media.items[4].source",
        "media.format",
        "media.wait");
}
