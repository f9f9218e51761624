using System.Buffers;
using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Domaeka.Protocol;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using DeliveryState = Domaeka.V1.DeliveryState;
using MediaItem = Domaeka.V1.MediaItem;
using MediaKind = Domaeka.V1.MediaKind;

namespace Domaeka.Api.Tests.Messages;

public sealed class SendMessageTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task SendMessage_Text_ReachesThePhone()
    {
        var (phone, room) = await ServeAsync("text");
        await using var _ = phone;

        var message = (await api.Messages.SendMessageAsync(new() { Room = room, Text = "오늘 공구\n사과 3kg" })).Message;

        Assert.StartsWith("messages/", message.Name, StringComparison.Ordinal);
        Assert.Equal(room, message.Room);
        Assert.Equal("bots/text/devices/phone", message.Device);
        Assert.Equal(DeliveryState.Written, message.State);
        Assert.NotNull(message.WriteTime);
        var line = await phone.NextAsync<TextLine>();
        Assert.Equal("오늘 공구\n사과 3kg", line.Text);
        Assert.Equal("공구방", line.Room);
    }

    [Fact]
    public async Task SendMessage_MediaByAddress_ReachesThePhone()
    {
        var (phone, room) = await ServeAsync("uri");
        await using var _ = phone;

        var message = (await api.Messages.SendMessageAsync(new()
        {
            Room = room,
            Media = new()
            {
                Kind = MediaKind.Image,
                Items = { new MediaItem { Uri = "https://shop.example/1.png" }, new MediaItem { Uri = "http://shop.example/2.png" } },
                Format = "png",
                Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(6)),
            },
        })).Message;

        Assert.Equal(DeliveryState.Written, message.State);
        var line = await phone.NextAsync<MediaLine>();
        Assert.Equal(TimeSpan.FromSeconds(6), line.Wait);
    }

    [Fact]
    public async Task SendMessage_MediaOfManyBytes_ReachesThePhone()
    {
        var (phone, room) = await ServeAsync("bytes");
        await using var _ = phone;
        var picture = ByteString.CopyFrom(new byte[5 * 1024 * 1024]);

        var message = (await api.Messages.SendMessageAsync(new()
        {
            Room = room,
            Media = new() { Kind = MediaKind.Image, Items = { new MediaItem { Data = picture }, new MediaItem { Data = picture } } },
        })).Message;

        Assert.Equal(DeliveryState.Written, message.State);
        await phone.NextAsync<MediaLine>();
    }

    [Fact]
    public async Task SendMessage_SameRequestId_SendsOnce()
    {
        var (phone, room) = await ServeAsync("once");
        await using var _ = phone;
        var request = new SendMessageRequest { Room = room, Text = "once", RequestId = Guid.NewGuid().ToString() };

        var first = await api.Messages.SendMessageAsync(request);
        var second = await api.Messages.SendMessageAsync(request);
        await api.Messages.SendMessageAsync(new() { Room = room, Text = "after" });

        Assert.Equal(first, second);
        Assert.Equal("once", (await phone.NextAsync<TextLine>()).Text);
        Assert.Equal("after", (await phone.NextAsync<TextLine>()).Text);
    }

    [Fact]
    public async Task SendMessage_RequestIdOfOtherContent_AlreadyExists()
    {
        var (phone, room) = await ServeAsync("reused");
        await using var _ = phone;
        var id = Guid.NewGuid().ToString();
        await api.Messages.SendMessageAsync(new() { Room = room, Text = "one", RequestId = id });

        await RpcAssert.FailsAsync(
            StatusCode.AlreadyExists,
            ErrorReasons.RequestIdReused,
            api.Messages.SendMessageAsync(new() { Room = room, Text = "two", RequestId = id }));
    }

    [Fact]
    public async Task SendMessage_UnknownRoom_IsNotFound() => await RpcAssert.FailsAsync(
        StatusCode.NotFound, ErrorReasons.RoomNotFound, api.Messages.SendMessageAsync(new() { Room = "bots/b/rooms/none", Text = "x" }));

    [Fact]
    public async Task SendMessage_StepByStep_TellsWhatIsMissing()
    {
        var device = await api.AddDeviceAsync("steps", "phone");
        var room = await api.AddRoomAsync("steps", "1", "공구방");
        await Check(ErrorReasons.RoomNotApproved);

        await api.Rooms.ApproveRoomAsync(new() { Name = room });
        await Check(ErrorReasons.DeviceNotApproved);

        await api.Devices.ApproveDeviceAsync(new() { Name = device });
        await Check(ErrorReasons.DeviceOffline);

        await using var phone = await api.ConnectPhoneAsync("steps", "phone");
        Assert.NotNull((await api.Messages.SendMessageAsync(new() { Room = room, Text = "x" })).Message);

        await api.Rooms.ApproveRoomAsync(new() { Name = await api.AddRoomAsync("steps", "2", "공구방") });
        await Check(ErrorReasons.RoomNameAmbiguous);

        Task Check(string reason) => RpcAssert.FailsAsync(
            StatusCode.FailedPrecondition, reason, api.Messages.SendMessageAsync(new() { Room = room, Text = "x" }));
    }

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
        api.Messages.SendMessageAsync(new() { Room = "bots/b/rooms/r", Text = new string('가', 65_001) }), "text");

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

    [Fact]
    public async Task SendMessage_TooManyBytesInAll_IsViolated()
    {
        var item = new MediaItem { Data = ByteString.CopyFrom(new byte[4_900_000]) };

        await RpcAssert.ViolatesAsync(
            api.Messages.SendMessageAsync(new()
            {
                Room = "bots/b/rooms/r",
                Media = new() { Kind = MediaKind.Image, Items = { item, item, item, item, item } },
            }),
            "media.items");
    }

    private async Task<(FakePhone Phone, string Room)> ServeAsync(string bot)
    {
        await api.Devices.ApproveDeviceAsync(new() { Name = await api.AddDeviceAsync(bot, "phone") });
        var room = await api.AddRoomAsync(bot, "1", "공구방");
        await api.Rooms.ApproveRoomAsync(new() { Name = room });
        return (await api.ConnectPhoneAsync(bot, "phone"), room);
    }
}
