using Domaeka.Core.Delivery;
using Domaeka.Core.Rooms;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Outbox.Lanes;

/// <summary>Which message goes first, and what goes together.</summary>
public class OrderTests
{
    [Fact]
    public async Task Priorities_HigherGoesFirst()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        foreach (var priority in new[] { DeliveryPriority.Bulk, DeliveryPriority.Notice, DeliveryPriority.Reply, DeliveryPriority.System })
            await core.SendAsync($"{priority}", request => request with { Priority = priority });

        var phone = core.Play();
        await phone.ShowNextAsync(4);
        Assert.Equal(["System", "Reply", "Notice", "Bulk"], phone.ShownTexts);
    }

    [Theory]
    [InlineData(DeliveryPriority.System)]
    [InlineData(DeliveryPriority.Reply)]
    [InlineData(DeliveryPriority.Notice)]
    [InlineData(DeliveryPriority.Bulk)]
    public async Task Priority_OfWhatIsLetGo_IsToldToTheConnectionAndTheRoomKeepsItsOrder(DeliveryPriority priority)
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        await core.SendAsync("공지", request => request with { Priority = priority });
        await phone.WaitForAsync(1);

        var delivery = Assert.Single(phone.Waiting);
        Assert.Equal(priority, delivery.Priority);
        Assert.True(delivery.KeepsRoomOrder);
    }

    [Theory]
    [InlineData(OutboundKind.Reply, DeliveryPriority.Reply)]
    [InlineData(OutboundKind.Notice, DeliveryPriority.Notice)]
    [InlineData(OutboundKind.Scheduled, DeliveryPriority.Notice)]
    public void Priority_OfWhatPassesTheOutbox_IsThatOfItsKind(OutboundKind kind, DeliveryPriority expected)
    {
        var delivery = new OutboundDelivery(new OutboundMessage("1", new RoomKey("bot", "1"), "방", kind, new TextContent("답")));

        Assert.Equal(expected, delivery.Priority);
        Assert.False(delivery.KeepsRoomOrder);
    }

    [Fact]
    public async Task Ageing_BulkThatHasWaitedGoesBeforeYoungNotices()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        await core.SendAsync("bulk", request => request with { Priority = DeliveryPriority.Bulk });
        core.Clock.Advance(TimeSpan.FromSeconds(29));
        await core.SendAsync("notice 1");
        core.Clock.Advance(TimeSpan.FromSeconds(2));
        await core.SendAsync("notice 2");

        var phone = core.Play();
        await phone.ShowNextAsync(3);
        Assert.Equal(["notice 1", "bulk", "notice 2"], phone.ShownTexts);
    }

    [Fact]
    public async Task NotBefore_WaitsForItsTimeAndTellsSo()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var id = await core.SendAsync("나중", request => request with { NotBefore = core.Clock.GetUtcNow().AddMinutes(10) });
        Assert.Equal(DeliveryReason.NotBefore, await core.ReasonAsync(id));

        core.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, phone.WaitingCount);
        core.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await phone.ShowNextAsync();
        await core.StateAsync(id, DeliveryState.Confirmed);
    }

    [Fact]
    public async Task WallClockJumpsForward_TimeThatPassedIsNoticedWithinASecond()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        await core.SendAsync("나중", request => request with { NotBefore = core.Clock.GetUtcNow().AddHours(10) });

        core.Clock.SetWallClock(core.Clock.GetUtcNow().AddHours(11));
        core.Clock.Advance(TimeSpan.FromSeconds(1));
        await phone.ShowNextAsync();
    }

    [Fact]
    public async Task ExpireAt_PhoneStaysAway_Expires()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var id = await core.SendAsync("공지", request => request with { ExpireAt = core.Clock.GetUtcNow().AddMinutes(1) });
        core.Clock.Advance(TimeSpan.FromMinutes(1));

        await core.StateAsync(id, DeliveryState.Expired);
        var phone = core.Play();
        await core.SendAsync("다음");
        await phone.ShowNextAsync();
        Assert.Equal(["다음"], phone.ShownTexts);
    }

    [Fact]
    public async Task ExpireAt_ThousandsAtOnce_AllExpire()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 5_000).Select(
            number => core.SendAsync($"{number}", request => request with { ExpireAt = core.Clock.GetUtcNow().AddMinutes(1) })));
        core.Clock.SetWallClock(core.Clock.GetUtcNow().AddMinutes(2));
        core.Play();

        await Eventually.TrueAsync(() => core.Outbox.History.Count >= 10_000);
        Assert.All(ids, id => Assert.Equal(DeliveryState.Expired, core.Outbox.LastOf(id).State));
    }

    [Fact]
    public async Task ExpireAt_InThePast_IsNotAccepted()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var request = new SendRequest(CoreFixture.RoomKey, new TextContent("x")) { ExpireAt = core.Clock.GetUtcNow() };
        Assert.Equal(SendFailure.AlreadyExpired, (await core.Get<IMessageSender>().SendAsync(request, default)).Failure);
    }

    [Fact]
    public async Task CollapseKey_NewerTakesThePlaceOfTheOneThatWaits()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var older = await core.SendAsync("재고 3개", request => request with { CollapseKey = "stock" });
        var other = await core.SendAsync("다른 것", request => request with { CollapseKey = "other" });
        var newer = await core.SendAsync("재고 1개", request => request with { CollapseKey = "stock" });

        await core.StateAsync(older, DeliveryState.Cancelled);
        Assert.Equal((DeliveryReason.Collapsed, newer), (core.Outbox.Row(older).Progress.Reason, core.Outbox.Row(older).Progress.CollapsedInto));
        var phone = core.Play();
        await phone.ShowNextAsync(2);
        await core.StateAsync(other, DeliveryState.Confirmed);
        Assert.Equal(["다른 것", "재고 1개"], phone.ShownTexts);
    }

    [Fact]
    public async Task CollapseKey_OlderIsAlreadyWritten_BothAreShown()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var older = await core.SendAsync("하나", request => request with { CollapseKey = "k" });
        await phone.WaitForAsync(1);
        phone.Write();
        await core.SendAsync("둘", request => request with { CollapseKey = "k" });
        await phone.WaitForAsync(1);
        phone.Write();
        phone.Confirm();

        await core.StateAsync(older, DeliveryState.Confirmed);
        Assert.Equal(["하나", "둘"], phone.ShownTexts);
    }

    [Fact]
    public async Task Sequence_PartsGoOneByOneWithTheirPauseAndNothingOfTheRoomBetween()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var picture = new MediaContent(MediaKind.Image, [MediaItem.FromUri(new Uri("https://shop.example/1.png"))]);
        var request = new SendRequest(
            CoreFixture.RoomKey, [new(new TextContent("글")), new(picture), new(picture, TimeSpan.FromSeconds(5))]);
        var id = (await core.Get<IMessageSender>().SendAsync(request, default)).Message!.Header.Id;
        var next = await core.SendAsync("다음");

        await phone.ShowNextAsync();
        await phone.WaitForAsync(1);
        phone.Write();
        Assert.Equal(DeliveryState.Queued, core.StateOf(id));
        phone.Confirm();
        await Eventually.TrueAsync(() => core.Outbox.Row(id).Progress.PartsConfirmed == 2);
        Assert.Equal(DeliveryReason.Pause, await core.ReasonAsync(id));
        Assert.Equal(0, phone.WaitingCount);

        core.Clock.Advance(TimeSpan.FromSeconds(5));
        await phone.ShowNextAsync(2);
        await core.StateAsync(id, DeliveryState.Confirmed);
        await core.StateAsync(next, DeliveryState.Confirmed);
        Assert.Equal(["글", "(media)", "(media)", "다음"], phone.ShownTexts);
        Assert.Equal([0, 1, 2], core.Outbox.Attempts(id).Select(attempt => attempt.Part));
    }

    [Fact]
    public async Task Sequence_LinkLostInTheMiddle_GoesOnWithThePartInDoubt()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var first = core.Play();
        var request = new SendRequest(CoreFixture.RoomKey, [new(new TextContent("하나")), new(new TextContent("둘")), new(new TextContent("셋"))]);
        var id = (await core.Get<IMessageSender>().SendAsync(request, default)).Message!.Header.Id;
        await first.ShowNextAsync();
        await first.WaitForAsync(1);
        first.Write();
        core.Drop(first);

        var second = core.Play(id: "p2");
        await second.ShowNextAsync(2);
        await core.StateAsync(id, DeliveryState.Confirmed);
        Assert.Equal(["둘", "셋"], second.ShownTexts);
    }

    [Fact]
    public async Task Picture_UnderWay_NothingFollowsUntilItIsConfirmed()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var picture = new SendRequest(CoreFixture.RoomKey, new MediaContent(MediaKind.Image, [MediaItem.FromBytes(new byte[] { 1, 2, 3 })]));
        await core.Get<IMessageSender>().SendAsync(picture, default);
        var text = await core.SendAsync("다음");
        await phone.WaitForAsync(1);
        phone.Write();

        Assert.Equal(DeliveryReason.PhoneBusy, await core.ReasonAsync(text));
        Assert.Equal(0, phone.WaitingCount);
        phone.Confirm();
        await phone.ShowNextAsync();
        Assert.Equal([1, 2, 3], ((MediaContent)phone.Shown[0].Content).Items[0].Bytes.ToArray());
    }

    [Fact]
    public async Task Picture_FileIsGone_Fails()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var picture = new SendRequest(CoreFixture.RoomKey, new MediaContent(MediaKind.Image, [MediaItem.FromBytes(new byte[] { 1 })]));
        var id = (await core.Get<IMessageSender>().SendAsync(picture, default)).Message!.Header.Id;
        core.Media.Files.Clear();
        core.Play();

        await core.StateAsync(id, DeliveryState.Failed);
        Assert.Equal(DeliveryReason.MediaMissing, core.Outbox.Row(id).Progress.Reason);
    }

    [Fact]
    public async Task Takeover_NewConnectionWaitsForTheEndOfTheOldOne()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var first = core.Play(id: "p1");
        await core.SendAsync("하나");
        await first.WaitForAsync(1);
        first.Write();
        var second = core.Play(id: "p2");
        await core.SendAsync("둘");

        await second.ShowNextAsync(2);
        Assert.Equal(["하나", "둘"], second.ShownTexts);
    }
}
