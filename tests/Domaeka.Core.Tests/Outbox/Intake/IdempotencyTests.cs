using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Outbox.Intake;

/// <summary>Request ids, occurrences, and taking back.</summary>
public class IdempotencyTests
{
    [Fact]
    public async Task SendAsync_SameRequestAgain_GivesTheFirstMessage()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var first = await core.SendAsync("공지", request => request with { RequestId = "r1" });
        await phone.ShowNextAsync();
        await core.StateAsync(first, DeliveryState.Confirmed);
        var again = await core.SendAsync("공지", request => request with { RequestId = "r1" });
        await core.SendAsync("다음");

        await phone.ShowNextAsync();
        Assert.Equal(first, again);
        Assert.Equal(["공지", "다음"], phone.ShownTexts);
    }

    [Fact]
    public async Task SendAsync_SameIdAtTheSameTime_OneMessage()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => core.SendAsync("공지", request => request with { RequestId = "r1" })));
        await core.SendAsync("다음");

        await phone.ShowNextAsync(2);
        Assert.Single(ids.Distinct());
        Assert.Equal(["공지", "다음"], phone.ShownTexts);
    }

    [Fact]
    public async Task SendAsync_SameIdOtherContent_IsRefused()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        await core.SendAsync("공지", request => request with { RequestId = "r1" });
        var other = new SendRequest(CoreFixture.RoomKey, new TextContent("다른 공지")) { RequestId = "r1" };
        Assert.Equal(SendFailure.RequestIdReused, (await core.Get<IMessageSender>().SendAsync(other, default)).Failure);
    }

    [Fact]
    public async Task SendAsync_RepeatedAfterItsExpiry_StillGivesTheFirst()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var expiry = core.Clock.GetUtcNow().AddMinutes(1);
        SendRequest Request(SendRequest request) => request with { RequestId = "r1", ExpireAt = expiry };
        var first = await core.SendAsync("공지", Request);
        core.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(first, await core.SendAsync("공지", Request));
    }

    [Fact]
    public async Task SendAsync_OccurrenceTwice_SecondIsRefused()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var request = new SendRequest(CoreFixture.RoomKey, new TextContent("공지"))
        {
            Kind = OutboundKind.Scheduled,
            Occurrence = new ScheduleOccurrence(7, core.Clock.GetUtcNow()),
        };
        var sender = core.Get<IMessageSender>();
        Assert.Equal(SendFailure.None, (await sender.SendAsync(request, default)).Failure);
        Assert.Equal(SendFailure.OccurrenceTaken, (await sender.SendAsync(request, default)).Failure);
    }

    [Fact]
    public async Task SendAsync_TooManyWait_IsRefusedUntilOneEnds()
    {
        await using var core = await CoreFixture.StartApprovedAsync(
            builder => Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions.Configure<DeliveryOptions>(
                builder.Services, options => options.MaxPendingMessages = 2));
        await core.SendAsync("하나");
        var second = await core.SendAsync("둘");
        var third = new SendRequest(CoreFixture.RoomKey, new TextContent("셋"));
        Assert.Equal(SendFailure.OutboxFull, (await core.Get<IMessageSender>().SendAsync(third, default)).Failure);

        Assert.Equal(CancelOutcome.Cancelled, await core.Get<IMessageSender>().CancelAsync(second, default));
        Assert.Equal(SendFailure.None, (await core.Get<IMessageSender>().SendAsync(third, default)).Failure);
    }

    [Fact]
    public async Task CancelAsync_WhileItWaits_IsNeverShown()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var id = await core.SendAsync("공지");
        Assert.Equal(CancelOutcome.Cancelled, await core.Get<IMessageSender>().CancelAsync(id, default).DefaultTimeout());
        Assert.Equal(DeliveryState.Cancelled, core.StateOf(id));
        Assert.Equal(CancelOutcome.AlreadyEnded, await core.Get<IMessageSender>().CancelAsync(id, default).DefaultTimeout());
        Assert.Equal(CancelOutcome.NotFound, await core.Get<IMessageSender>().CancelAsync("nobody", default).DefaultTimeout());
    }

    [Fact]
    public async Task CancelAsync_InThePhonesQueue_IsTakenBackBeforeItIsWritten()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var id = await core.SendAsync("공지");
        await phone.WaitForAsync(1);
        var cancelling = core.Get<IMessageSender>().CancelAsync(id, default);

        Assert.Equal(0, phone.Write());
        Assert.Equal(CancelOutcome.Cancelled, await cancelling.DefaultTimeout());
        Assert.Equal(DeliveryState.Cancelled, core.StateOf(id));
    }

    [Fact]
    public async Task CancelAsync_Written_SaysSo()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var id = await core.SendAsync("공지");
        await phone.WaitForAsync(1);
        phone.Write();
        Assert.Equal(CancelOutcome.AlreadySent, await core.Get<IMessageSender>().CancelAsync(id, default).DefaultTimeout());
        phone.Confirm();
        await core.StateAsync(id, DeliveryState.Confirmed);
    }

    [Fact]
    public async Task CancelAsync_InDoubt_CallsTheRedeliveryOffAndClaimsNothing()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var id = await core.SendAsync("공지");
        await phone.WaitForAsync(1);
        phone.Write();
        core.Drop(phone);
        Assert.Equal(CancelOutcome.Cancelled, await core.Get<IMessageSender>().CancelAsync(id, default).DefaultTimeout());

        Assert.Equal((DeliveryState.Uncertain, true), (core.StateOf(id), core.Outbox.Row(id).Progress.IsEnded));
        var back = core.Play(id: "p2");
        await core.SendAsync("다음");
        await back.ShowNextAsync();
        Assert.Equal(["다음"], back.ShownTexts);
    }

    [Fact]
    public async Task SendAsync_LongText_IsCutIntoPartsOfOneMessage()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var lines = Enumerable.Range(0, 20_000).Select(number => $"줄 {number}").ToArray();
        var id = await core.SendAsync(string.Join('\n', lines));
        var parts = core.Outbox.Row(id).PartCount;

        await phone.ShowNextAsync(parts);
        Assert.InRange(parts, 3, 4);
        Assert.All(phone.ShownTexts, text => Assert.InRange(text.Length, 1, TextContent.MaxLength));
        Assert.Equal(lines, phone.ShownTexts.SelectMany(text => text.Split('\n')));
    }
}
