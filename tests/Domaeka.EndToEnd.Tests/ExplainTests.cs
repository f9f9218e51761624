using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;

namespace Domaeka.EndToEnd.Tests;

/// <summary>Why a room did not get its notice, in the words that the shop's operator reads.</summary>
public sealed class ExplainTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Room = "공동구매방";

    private readonly DomaekaServer _server = shared.Server;

    [Fact]
    public async Task ExplainMessage_PhoneIsOffline_NamesThePhoneAndSinceWhen()
    {
        var profile = new PhoneProfile { BotName = "꺼진 봇", DeviceId = "offline-device" };
        var before = TimeProvider.System.GetUtcNow();
        await (await _server.AdmitAsync(profile, Room, "1")).DisposeAsync();
        await Eventually.TrueAsync(async () => !(await _server.Shop.Devices.GetDeviceAsync(
            new GetDeviceRequest { Name = Shop.DeviceName(profile.BotName, profile.DeviceId) })).Device.Connected);
        var message = await _server.Shop.SendTextAsync(profile.BotName, "1", "들리나요");

        var answer = await _server.Shop.ExplainAsync(message.Name);

        Assert.Equal("'공동구매방' 방을 맡은 휴대폰(offline-device)이 연결되어 있지 않아 기다리고 있으며, 연결되면 보냅니다.", answer.Sentence);
        Assert.Equal((DeliveryState.Queued, DeliveryReason.DeviceOffline), (answer.Message.State, answer.Message.Reason));
        var fact = Assert.Single(answer.Facts);
        Assert.Equal((DeliveryReason.DeviceOffline, "offline-device"), (fact.Reason, fact.Subject));
        Assert.InRange(fact.SinceTime.ToDateTimeOffset(), before.AddMilliseconds(-1), TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task ExplainMessage_RoomIsNotApproved_SaysWhatStandsInItsWay()
    {
        var profile = new PhoneProfile { BotName = "막힌 봇" };
        await using var phone = await _server.AdmitAsync(profile, Room, "2");
        await _server.Shop.Rooms.DenyRoomAsync(new DenyRoomRequest { Name = Shop.RoomName(profile.BotName, "2") });
        var message = await _server.Shop.SendTextAsync(profile.BotName, "2", "열어 주세요");

        var answer = await _server.Shop.ExplainAsync(message.Name);

        Assert.Equal("'공동구매방' 방이 승인되지 않아(현재 상태: denied) 보류 중이며, 승인되면 보냅니다.", answer.Sentence);
        Assert.Equal((DeliveryState.Held, DeliveryReason.RoomNotApproved), (answer.Message.State, answer.Message.Reason));
        Assert.Equal((DeliveryReason.RoomNotApproved, "2"), (answer.Facts[0].Reason, answer.Facts[0].Subject));
    }

    [Fact]
    public async Task ExplainMessage_Confirmed_SaysSinceWhenThePhoneIsDone()
    {
        var profile = new PhoneProfile { BotName = "다 된 봇", DeviceId = "done-device" };
        await using var phone = await _server.AdmitAsync(profile, Room, "3");
        var message = await _server.Shop.SendTextAsync(profile.BotName, "3", "받았나요");
        await _server.Shop.WaitForStateAsync(message.Name, DeliveryState.Confirmed);

        var answer = await _server.Shop.ExplainAsync(message.Name);

        Assert.Matches(
            @"^'공동구매방' 방에 메시지가 전송되었고, 휴대폰이 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d에 처리를 마친 것을 확인했습니다\.$", answer.Sentence);
        var attempt = Assert.Single(answer.Message.Attempts);
        Assert.Equal((1, DeliveryState.Confirmed), (attempt.Attempt, attempt.State));
        Assert.Equal(answer.Message.EndTime, answer.Facts[0].SinceTime);
        Assert.Equal("done-device", answer.Facts[1].Subject);
    }

    [Fact]
    public async Task ExplainMessage_LinkLostBehindTheWriting_SaysThatNobodyKnows()
    {
        var profile = new PhoneProfile { BotName = "끊긴 봇" };
        await using var phone = await _server.AdmitAsync(profile, Room, "4");
        phone.HoldsPings = true;
        var message = await _server.Shop.SendAsync(new SendMessageRequest
        {
            Room = Shop.RoomName(profile.BotName, "4"),
            Text = "보였나요",
            Redelivery = Redelivery.AtMostOnce,
        });
        await phone.NextAsync<TextLine>();
        await _server.Shop.WaitForStateAsync(message.Name, DeliveryState.Written);
        phone.Reset();
        await _server.Shop.WaitForStateAsync(message.Name, DeliveryState.Uncertain, DeliveryReason.LinkLost);

        var answer = await _server.Shop.ExplainAsync(message.Name);

        Assert.Equal(
            "'공동구매방' 방으로 보내던 중 확인을 받기 전에 휴대폰 연결이 끊겨 방에 표시되었는지 알 수 없으며, 중복을 피하도록 요청되어 다시 보내지 않았습니다.",
            answer.Sentence);
        Assert.False(answer.Message.RedeliveryPending);
        Assert.Equal([DeliveryReason.LinkLost, DeliveryReason.LinkLost], answer.Facts.Select(fact => fact.Reason));
    }
}
