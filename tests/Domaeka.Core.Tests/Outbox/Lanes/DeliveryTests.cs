using Domaeka.Core.Delivery;
using Domaeka.Core.Storage;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Outbox.Lanes;

/// <summary>The way of a message from acceptance to its end.</summary>
public class DeliveryTests
{
    [Fact]
    public async Task SendAsync_PhoneIsThere_GoesThroughWrittenToConfirmed()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();

        var id = await core.SendAsync("공지");
        await phone.WaitForAsync(1);
        Assert.True(core.Outbox.Row(id).Progress.IsSending);
        Assert.Equal(DeliveryState.Queued, core.StateOf(id));

        phone.Write();
        await core.StateAsync(id, DeliveryState.Written);
        phone.Confirm();
        await core.StateAsync(id, DeliveryState.Confirmed);

        Assert.Equal(["공지"], phone.ShownTexts);
        Assert.True(core.Outbox.Row(id).Progress.IsEnded);
        var attempt = Assert.Single(core.Outbox.Attempts(id));
        Assert.Equal((DeliveryState.Confirmed, "p1", 1), (attempt.State, attempt.ConnectionId, attempt.Attempt));
        Assert.True(Assert.Single(core.Outbox.OwnLines) is { Message: "공지", IsOurBotResponse: true });
    }

    [Fact]
    public async Task SendAsync_BeforeTheCommit_NothingReachesThePhone()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        core.Outbox.Hold();

        var sending = core.SendAsync("공지");
        Assert.Equal(0, phone.WaitingCount);
        Assert.False(sending.IsCompleted);
        core.Outbox.LetGo();

        await sending;
        await phone.WaitForAsync(1);
    }

    [Fact]
    public async Task SendAsync_StorageDown_IsRefusedAndNeverSent()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        core.Outbox.IsDown = true;

        await Assert.ThrowsAsync<StorageUnavailableException>(() => core.SendAsync("verloren")).DefaultTimeout();
        core.Outbox.IsDown = false;
        await core.SendAsync("angekommen");

        await phone.ShowNextAsync();
        Assert.Equal(["angekommen"], phone.ShownTexts);
    }

    [Fact]
    public async Task StorageDown_WhileWritten_StateIsStoredWhenItIsBack()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var id = await core.SendAsync("공지");
        await phone.WaitForAsync(1);
        core.Outbox.IsDown = true;
        phone.Write();
        phone.Confirm();

        core.Outbox.IsDown = false;
        await Eventually.TrueAsync(() =>
        {
            core.Clock.Advance(TimeSpan.FromSeconds(2));
            return core.StateOf(id) == DeliveryState.Confirmed;
        });
    }

    [Fact]
    public async Task LinkLost_AfterWriting_IsUncertainAndWrittenOnceMoreToTheNewConnection()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var first = core.Play(id: "p1");
        var id = await core.SendAsync("공지");
        await first.WaitForAsync(1);
        first.Write();
        core.Drop(first);
        await core.StateAsync(id, DeliveryState.Uncertain);
        Assert.False(core.Outbox.Row(id).Progress.IsEnded);

        var second = core.Play(id: "p2");
        await second.ShowNextAsync();
        await core.StateAsync(id, DeliveryState.Confirmed);

        Assert.Equal(["공지"], second.ShownTexts);
        Assert.Equal([DeliveryState.Uncertain, DeliveryState.Confirmed], core.Outbox.Attempts(id).Select(attempt => attempt.State));
    }

    [Fact]
    public async Task LinkLost_Twice_StaysUncertainAndIsNotWrittenAThirdTime()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var id = "";
        for (var time = 1; time <= 2; time++)
        {
            var phone = core.Play(id: $"p{time}");
            if (time == 1)
                id = await core.SendAsync("공지");
            await phone.WaitForAsync(1);
            phone.Write();
            core.Drop(phone);
        }

        await core.EndedAsync(id);
        var third = core.Play(id: "p3");
        var next = await core.SendAsync("다음");
        await third.ShowNextAsync();

        await core.StateAsync(next, DeliveryState.Confirmed);
        Assert.Equal(["다음"], third.ShownTexts);
        Assert.Equal(DeliveryState.Uncertain, core.StateOf(id));
    }

    [Fact]
    public async Task LinkLost_AtMostOnce_StaysUncertain()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var id = await core.SendAsync("공지", request => request with { Redelivery = Redelivery.AtMostOnce });
        await phone.WaitForAsync(1);
        phone.Write();
        core.Drop(phone);

        await core.EndedAsync(id);
        Assert.Equal(DeliveryState.Uncertain, core.StateOf(id));
        Assert.Equal(DeliveryReason.LinkLost, core.Outbox.Row(id).Progress.Reason);
    }

    [Fact]
    public async Task LinkLost_BeforeWriting_CountsForNothing()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var first = core.Play(id: "p1");
        var id = await core.SendAsync("공지", request => request with { Redelivery = Redelivery.AtMostOnce });
        await first.WaitForAsync(1);
        core.Drop(first);
        var second = core.Play(id: "p2");
        await second.ShowNextAsync();

        await core.StateAsync(id, DeliveryState.Confirmed);
        Assert.DoesNotContain(core.Outbox.History, entry => entry.Progress.State == DeliveryState.Uncertain);
        Assert.Equal(1, Assert.Single(core.Outbox.Attempts(id)).Attempt);
    }

    [Fact]
    public async Task Restart_WhileBeingSent_IsUncertainAndSentOnceMore()
    {
        var outbox = new InMemoryOutboxStore();
        string sending, waiting;
        await using (var killed = await CoreFixture.StartApprovedAsync(outbox: outbox))
        {
            var phone = killed.Play();
            sending = await killed.SendAsync("보내던 것");
            await phone.WaitForAsync(1);
            phone.Write();
            await killed.StateAsync(sending, DeliveryState.Written);
            waiting = await killed.SendAsync("기다리던 것", request => request with { NotBefore = killed.Clock.GetUtcNow().AddHours(1) });
        }

        await using var core = await CoreFixture.StartApprovedAsync(outbox: outbox);
        await core.StateAsync(sending, DeliveryState.Uncertain);
        Assert.Equal(DeliveryReason.ServerStopped, outbox.Row(sending).Progress.Reason);
        var again = core.Play(id: "p2");
        await again.ShowNextAsync();
        await core.StateAsync(sending, DeliveryState.Confirmed);

        core.Clock.Advance(TimeSpan.FromHours(1));
        await again.ShowNextAsync();
        await core.StateAsync(waiting, DeliveryState.Confirmed);
        Assert.Equal(["보내던 것", "기다리던 것"], again.ShownTexts);
    }

    [Fact]
    public async Task OnRefused_NoLineCanCarryIt_Fails()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var id = await core.SendAsync("MEDIA_URL:x");
        await phone.WaitForAsync(1);
        phone.Refuse(DeliveryReason.NotEncodable);

        await core.StateAsync(id, DeliveryState.Failed);
        Assert.Equal(DeliveryReason.NotEncodable, core.Outbox.Row(id).Progress.Reason);
    }

    [Fact]
    public async Task Window_PhoneConfirmsNothing_NoMoreThanItIsWrittenAndTheRestFollowsInOrder()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var ids = new List<string>();
        for (var number = 0; number < 50; number++)
            ids.Add(await core.SendAsync($"{number}"));

        await phone.WaitForAsync(16);
        phone.Write();
        Assert.Equal(16, phone.UnconfirmedCount);
        Assert.Equal(0, phone.WaitingCount);
        Assert.Equal(DeliveryReason.PhoneBusy, await core.ReasonAsync(ids[16]));

        phone.Confirm();
        await phone.ShowNextAsync(34);
        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"{number}"), phone.ShownTexts);
    }

    [Fact]
    public async Task MissingRow_WhileWaiting_IsForgottenAndHoldsUpNobody()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var deleted = await core.SendAsync("지워진 것");
        var next = await core.SendAsync("다음");
        core.Outbox.Delete(deleted);
        var phone = core.Play();

        await phone.ShowNextAsync();
        await core.StateAsync(next, DeliveryState.Confirmed);
        Assert.Equal(["다음"], phone.ShownTexts);
    }

    [Fact]
    public async Task Drain_MessageUnderWay_WaitsForItsConfirmationAndSendsNothingMore()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var id = await core.SendAsync("공지");
        await phone.WaitForAsync(1);
        phone.Write();

        var draining = core.Get<Core.Connections.IConnectionRegistry>().DrainAsync(TimeSpan.FromSeconds(60), default);
        var later = await core.SendAsync("나중");
        Assert.False(draining.IsCompleted);
        phone.Confirm();

        await draining.DefaultTimeout();
        await core.StateAsync(id, DeliveryState.Confirmed);
        Assert.Equal(DeliveryState.Queued, core.StateOf(later));
        Assert.Equal(["공지"], phone.ShownTexts);
    }
}
