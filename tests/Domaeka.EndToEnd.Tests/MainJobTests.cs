using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A phone's line in, a reply out, a notice pushed over gRPC: over real sockets, between processes.</summary>
public sealed class MainJobTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Room = "공동구매방";

    private readonly DomaekaServer _server = shared.Server;

    [Fact]
    public async Task Phone_Pending_IsToldAndLoggedAndNotAnswered()
    {
        var profile = new PhoneProfile { BotName = "기다리는 봇" };
        await using var phone = await FakePhone.ConnectAsync(_server.TcpPort, profile);

        var greeting = await phone.HandshakeAsync();
        await phone.SayAsync(Room, "# echo 승인 전", "11", logId: "1101");
        using var database = Database.Open(shared.Directory);
        await Eventually.TrueAsync(() => Task.FromResult(database.LoggedIds().Contains("1101")));

        Assert.Equal((true, false), (greeting.Success, greeting.Approved));
        Assert.Equal("디바이스가 승인 대기 상태로 등록되었습니다", greeting.Message);

        await _server.Shop.ApproveDeviceAsync(profile.BotName, profile.DeviceId);
        Assert.True((await phone.NextAsync<HandshakeCompleteLine>()).Approved);
        await _server.Shop.WaitForRoomAsync(profile.BotName, "11");
        await _server.Shop.ApproveRoomAsync(profile.BotName, "11");
        await phone.SayAsync(Room, "# echo 승인 후", "11");

        // The first answer of all is that to the line behind the approval: the one before it was never answered.
        Assert.Equal("에코: 승인 후", (await phone.NextAsync<TextLine>()).Text);
    }

    [Theory]
    [InlineData("3.2.0", "옛 봇")]
    [InlineData("3.3.3", "새 봇")]
    public async Task SendMessage_EitherDialect_ShowsTextAndMedia(string version, string bot)
    {
        var profile = new PhoneProfile { BotName = bot, Version = version };
        await using var phone = await _server.AdmitAsync(profile, Room, "21");

        var text = await _server.Shop.SendTextAsync(bot, "21", "첫 줄\n둘째 줄 🍎");
        var picture = new SendMessageRequest
        {
            Room = Shop.RoomName(bot, "21"),
            Media = new Media
            {
                Kind = Domaeka.V1.MediaKind.Image,
                Wait = Duration.FromTimeSpan(TimeSpan.FromSeconds(2)),
                Items = { new Domaeka.V1.MediaItem { Data = ByteString.CopyFrom(1, 2, 3) } },
            },
        };
        var media = await _server.Shop.SendAsync(picture);
        Assert.Equal((DeliveryState.Queued, DeliveryState.Queued), (text.State, media.State));
        await _server.Shop.WaitForStateAsync(text.Name, DeliveryState.Confirmed);
        await _server.Shop.WaitForStateAsync(media.Name, DeliveryState.Confirmed);
        await phone.SayAsync(Room, "# echo 됩니다", "21");

        var shown = await phone.NextAsync<TextLine>();
        Assert.Equal((Room, "21", "첫 줄\n둘째 줄 🍎"), (shown.Room, shown.ChannelId, shown.Text));
        var shownMedia = await phone.NextAsync<MediaLine>();
        Assert.Equal("21", shownMedia.ChannelId);
        Assert.Equal(TimeSpan.FromSeconds(2), shownMedia.Wait);
        Assert.Equal([1, 2, 3], Assert.Single(shownMedia.Items).Data.ToArray());
        Assert.Equal("에코: 됩니다", (await phone.NextAsync<TextLine>()).Text);
        Assert.Empty(phone.Dropped);
    }

    [Fact]
    public async Task BlockDevice_Connected_TellsAndCloses()
    {
        var profile = new PhoneProfile { BotName = "막힐 봇" };
        await using var phone = await _server.AdmitAsync(profile, Room, "31");

        await _server.Shop.Devices.BlockDeviceAsync(
            new BlockDeviceRequest { Name = Shop.DeviceName(profile.BotName, profile.DeviceId) });
        await phone.Closed.DefaultTimeout();

        var last = phone.Received.OfType<HandshakeCompleteLine>().Last();
        Assert.Equal((false, "접근이 차단된 디바이스입니다 (blocked)"), (last.Success, last.Message));

        await using var again = await FakePhone.ConnectAsync(_server.TcpPort, profile);
        Assert.False((await again.HandshakeAsync()).Success);
        await again.Closed.DefaultTimeout();
    }

    [Fact]
    public async Task SendMessage_NotPossibleYet_NamesTheReasonAndGoesOutWhenItIs()
    {
        var profile = new PhoneProfile { BotName = "이유 봇" };
        await using var phone = await _server.ConnectAsync(profile);
        await phone.SayAsync(Room, "안녕하세요", "41");
        await _server.Shop.WaitForRoomAsync(profile.BotName, "41");

        Assert.Equal(
            (StatusCode.NotFound, "ROOM_NOT_FOUND"),
            await Shop.RefusalAsync(_server.Shop.SendTextAsync(profile.BotName, "404", "여보세요")));

        var early = await _server.Shop.SendTextAsync(profile.BotName, "41", "승인 전");
        Assert.Equal((DeliveryState.Held, DeliveryReason.RoomNotApproved), (early.State, early.Reason));
        await _server.Shop.ApproveRoomAsync(profile.BotName, "41");
        await _server.Shop.WaitForStateAsync(early.Name, DeliveryState.Held, DeliveryReason.DeviceNotApproved);
        await _server.Shop.ApproveDeviceAsync(profile.BotName, profile.DeviceId);
        Assert.Equal("승인 전", (await phone.NextAsync<TextLine>()).Text);
        await _server.Shop.WaitForStateAsync(early.Name, DeliveryState.Confirmed);

        phone.Reset();
        await Eventually.TrueAsync(async () => !(await _server.Shop.Devices.GetDeviceAsync(
            new GetDeviceRequest { Name = Shop.DeviceName(profile.BotName, profile.DeviceId) })).Device.Connected);
        var offline = await _server.Shop.SendTextAsync(profile.BotName, "41", "꺼진 사이");
        Assert.Equal((DeliveryState.Queued, DeliveryReason.DeviceOffline), (offline.State, offline.Reason));
        await using var back = await _server.ConnectAsync(profile);
        Assert.Equal("꺼진 사이", (await back.NextAsync<TextLine>()).Text);
        await _server.Shop.WaitForStateAsync(offline.Name, DeliveryState.Confirmed);
    }

    [Fact]
    public async Task SendMessage_TwoRoomsOfOneName_IsHeldUntilOneIsGone()
    {
        var profile = new PhoneProfile { BotName = "이름 봇" };
        await using var phone = await _server.AdmitAsync(profile, Room, "71");
        await phone.SayAsync(Room, "안녕하세요", "72");
        await _server.Shop.WaitForRoomAsync(profile.BotName, "72");
        await _server.Shop.ApproveRoomAsync(profile.BotName, "72");

        var held = await _server.Shop.SendTextAsync(profile.BotName, "71", "어느 방으로?");
        Assert.Equal((DeliveryState.Held, DeliveryReason.RoomNameAmbiguous), (held.State, held.Reason));
        await _server.Shop.Rooms.RevokeRoomAsync(new RevokeRoomRequest { Name = Shop.RoomName(profile.BotName, "72") });

        var shown = await phone.NextAsync<TextLine>();
        Assert.Equal(("71", "어느 방으로?"), (shown.ChannelId, shown.Text));
        await _server.Shop.WaitForStateAsync(held.Name, DeliveryState.Confirmed);
    }

    [Fact]
    public async Task Phone_WrongSecret_IsNeitherLoggedNorLive()
    {
        var profile = new PhoneProfile { BotName = "속이는 봇" };
        await using var honest = await _server.AdmitAsync(profile, Room, "51");
        await using var liar = await _server.ConnectAsync(profile with { SecretKey = "guessed" });

        await liar.SayAsync(Room, "# echo 거짓말", "51", logId: "5101");
        await _server.Program.WaitForOutputAsync("SignatureMismatch");
        await honest.SayAsync(Room, "# echo 참말", "51", logId: "5102");

        Assert.Equal("에코: 참말", (await honest.NextAsync<TextLine>()).Text);
        Assert.DoesNotContain(liar.Received, line => line is TextLine);
        using var database = Database.Open(shared.Directory);
        Assert.DoesNotContain("5101", database.LoggedIds());
        Assert.Contains("5102", database.LoggedIds());
    }
}
