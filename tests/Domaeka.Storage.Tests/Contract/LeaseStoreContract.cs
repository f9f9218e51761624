using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Leases;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="ILeaseStore"/> must do, together with the outbox on the same database.</summary>
public abstract class LeaseStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly DeviceKey Phone = new("bot", "phone1");
    private static readonly RoomKey Room = OutboxSamples.Insert().Message.Header.Room;

    private ILeaseStore Leases => Get<ILeaseStore>();

    private IOutboxStore Outbox => Get<IOutboxStore>();

    [Fact]
    public async Task StartAsync_SeveralNames_AllHoldTheEldestFirst()
    {
        var first = await StartAsync("a");
        var second = await StartAsync("b");

        Assert.True(first > 0 && second > first);
        Assert.Equal(
            [new LeaseHolder(first, "a"), new LeaseHolder(second, "b")], await Leases.RenewAsync(first, Long, default).DefaultTimeout());
        Assert.Equal(2, (await Leases.ListHoldersAsync(default).DefaultTimeout()).Count);
    }

    [Fact]
    public async Task StartAsync_SameName_EndsTheOneBefore()
    {
        var first = await StartAsync("a");
        var second = await StartAsync("a");

        var lost = await Assert.ThrowsAsync<LeaseLostException>(() => Leases.RenewAsync(first, Long, default)).DefaultTimeout();
        Assert.Equal(first, lost.Instance);
        Assert.Equal([new LeaseHolder(second, "a")], await Leases.ListHoldersAsync(default).DefaultTimeout());
    }

    [Fact]
    public async Task StartAsync_EverythingEndedAndRestarted_NumbersAreNotGivenOutAgain()
    {
        var first = await StartAsync("a");
        await Leases.EndAsync(first, default).DefaultTimeout();
        await Fixture.RestartAsync();

        Assert.True(await StartAsync("a") > first);
    }

    [Fact]
    public async Task StartAsync_MessagesWithoutALane_GetOne()
    {
        await Outbox.ApplyAsync([OutboxSamples.Insert("m1")], default).DefaultTimeout();

        var instance = await StartAsync("a");

        Assert.Equal([Room], await Leases.ListLanesAsync(instance, default).DefaultTimeout());
        Assert.Single(await Outbox.LoadPendingAsync(instance, 0, 10, default).DefaultTimeout());
    }

    [Fact]
    public async Task RenewAsync_RunOutButTakenByNobody_Holds()
    {
        var instance = await StartAsync("a", TimeSpan.FromMilliseconds(-1));
        Assert.Empty(await Leases.ListHoldersAsync(default).DefaultTimeout());

        Assert.Equal([new LeaseHolder(instance, "a")], await Leases.RenewAsync(instance, Long, default).DefaultTimeout());
    }

    [Fact]
    public async Task TakeOverAsync_OtherHoldsItsLease_TakesNothing()
    {
        var other = await StartAsync("a");
        await ApplyAsync(other, OutboxSamples.Insert("m1"));
        var instance = await StartAsync("b");

        Assert.Empty(await Leases.TakeOverAsync(instance, default).DefaultTimeout());
        Assert.Equal(other, await Leases.FindLaneAsync(Room, default).DefaultTimeout());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TakeOverAsync_OtherEndedOrRanOut_TakesLanesAndMailAndForgetsPhones(bool ended)
    {
        var other = await StartAsync("a");
        var instance = await StartAsync("b");
        await ApplyAsync(other, OutboxSamples.Insert("m1"));
        await ApplyAsync(instance, OutboxSamples.Insert("m2"));
        await Leases.ClaimPhonesAsync(other, [new PhoneClaimChange(Phone, "c1", Samples.Now)], default).DefaultTimeout();
        var before = await Leases.ReadPhonesAsync(null, default).DefaultTimeout();
        if (ended)
            await Leases.EndAsync(other, default).DefaultTimeout();
        else
            await Leases.RenewAsync(other, TimeSpan.FromMilliseconds(-1), default).DefaultTimeout();

        Assert.Equal([Room], await Leases.TakeOverAsync(instance, default).DefaultTimeout());

        Assert.Equal(["m1", "m2"], (await Outbox.LoadPendingAsync(instance, 0, 10, default).DefaultTimeout()).Select(header => header.Id));
        Assert.Equal(MailKind.Message, Assert.Single(await Leases.ReadMailAsync(instance, 0, 10, default).DefaultTimeout()).Kind);
        Assert.Empty((await Leases.ReadPhonesAsync(before!.Version, default).DefaultTimeout())!.Claims);
        Assert.Empty(await Leases.TakeOverAsync(instance, default).DefaultTimeout());
        await Assert.ThrowsAsync<LeaseLostException>(() => Leases.RenewAsync(other, Long, default)).DefaultTimeout();
    }

    [Fact]
    public async Task TakeOverAsync_EndedItself_ThrowsLostAndTakesNothing()
    {
        var other = await StartAsync("a");
        await ApplyAsync(other, OutboxSamples.Insert("m1"));
        var instance = await StartAsync("b");
        await Leases.EndAsync(other, default).DefaultTimeout();
        await Leases.EndAsync(instance, default).DefaultTimeout();

        await Assert.ThrowsAsync<LeaseLostException>(() => Leases.TakeOverAsync(instance, default)).DefaultTimeout();
        Assert.Equal(other, await Leases.FindLaneAsync(Room, default).DefaultTimeout());
    }

    [Fact]
    public async Task ApplyAsync_InstanceEnded_ThrowsLostAndStoresNothing()
    {
        var instance = await StartAsync("a");
        await ApplyAsync(instance, OutboxSamples.Insert("m1"));
        await Leases.EndAsync(instance, default).DefaultTimeout();

        await Assert.ThrowsAsync<LeaseLostException>(() => ApplyAsync(instance, OutboxSamples.Insert("m2"))).DefaultTimeout();
        await Assert.ThrowsAsync<LeaseLostException>(() => ApplyAsync(instance, OutboxSamples.End(1, DeliveryState.Confirmed))).DefaultTimeout();

        Assert.Equal("m1", Assert.Single(await Outbox.LoadPendingAsync(0, 10, default).DefaultTimeout()).Id);
    }

    [Fact]
    public async Task ApplyAsync_LaneIsNobodys_BecomesTheInstances()
    {
        var instance = await StartAsync("a");

        var results = await ApplyAsync(instance, OutboxSamples.Insert("m1"), OutboxSamples.Insert("m2") with { IsLaneKnown = true }, OutboxSamples.Insert("m3"));

        Assert.Equal(
            [OutboxWriteOutcome.Stored, OutboxWriteOutcome.Stored, OutboxWriteOutcome.StoredBehind], results.Select(result => result.Outcome));
        Assert.Equal(instance, await Leases.FindLaneAsync(Room, default).DefaultTimeout());
        Assert.Equal(["m1", "m2", "m3"], (await Outbox.LoadLaneAsync(instance, Room, default).DefaultTimeout())!.Select(header => header.Id));
    }

    [Fact]
    public async Task ApplyAsync_LaneIsAnothers_IsStoredWithMailForIt()
    {
        var owner = await StartAsync("a");
        var instance = await StartAsync("b");
        await ApplyAsync(owner, OutboxSamples.Insert("m1"));

        var result = Assert.Single(await ApplyAsync(instance, OutboxSamples.Insert("m2")));

        Assert.Equal(OutboxWriteOutcome.StoredElsewhere, result.Outcome);
        var mail = Assert.Single(await Leases.ReadMailAsync(owner, 0, 10, default).DefaultTimeout());
        Assert.Equal((MailKind.Message, instance, Room, result.Sequence), (mail.Kind, mail.From, mail.Room, mail.MessageSequence));
        Assert.Equal("m2", Assert.Single(await Outbox.LoadPendingAsync(owner, [result.Sequence], default).DefaultTimeout()).Id);
        Assert.Empty(await Outbox.LoadPendingAsync(instance, [result.Sequence], default).DefaultTimeout());
        Assert.Empty(await Outbox.LoadPendingAsync(instance, 0, 10, default).DefaultTimeout());
        Assert.Null(await Outbox.LoadLaneAsync(instance, Room, default).DefaultTimeout());
    }

    [Fact]
    public async Task ApplyAsync_UnreadMailAboutTheOwnLane_DoesNotGoAtOnce()
    {
        var owner = await StartAsync("a");
        var other = await StartAsync("b");
        await ApplyAsync(owner, OutboxSamples.Insert("m1"));
        await ApplyAsync(other, OutboxSamples.Insert("m2"));
        var sending = OutboxSamples.Insert("m3").With(header => header with { Progress = new DeliveryProgress { IsSending = true, Attempts = 1, DeviceId = "phone1" } })
            with
        { Attempt = OutboxSamples.Attempt(), IsLaneKnown = true, ProgressIfBehind = new DeliveryProgress() };

        var behind = Assert.Single(await ApplyAsync(owner, sending));
        await Leases.DeleteMailAsync([.. (await Leases.ReadMailAsync(owner, 0, 10, default).DefaultTimeout()).Select(mail => mail.Id)], default).DefaultTimeout();
        var atOnce = Assert.Single(await ApplyAsync(owner, sending.With(header => header with { Id = "m4" })));

        Assert.Equal([OutboxWriteOutcome.StoredBehind, OutboxWriteOutcome.Stored], [behind.Outcome, atOnce.Outcome]);
        var lane = await Outbox.LoadLaneAsync(owner, Room, default).DefaultTimeout();
        Assert.Equal([false, false, false, true], lane!.Select(header => header.Progress.IsSending));
        Assert.Empty(await Outbox.ListAttemptsAsync(behind.Sequence, default).DefaultTimeout());
        Assert.Single(await Outbox.ListAttemptsAsync(atOnce.Sequence, default).DefaultTimeout());
    }

    [Fact]
    public async Task ApplyAsync_RepeatedRequest_TakesNoLane()
    {
        var owner = await StartAsync("a");
        var instance = await StartAsync("b");
        await ApplyAsync(owner, OutboxSamples.Insert("m1").Requested("r"));

        Assert.Equal(OutboxWriteOutcome.Repeated, Assert.Single(await ApplyAsync(instance, OutboxSamples.Insert("m2").Requested("r"))).Outcome);
        Assert.Empty(await Leases.ReadMailAsync(owner, 0, 10, default).DefaultTimeout());
    }

    [Fact]
    public async Task ApplyAsync_Handover_MovesTheLaneWithMail()
    {
        var from = await StartAsync("a");
        var to = await StartAsync("b");
        await ApplyAsync(from, OutboxSamples.Insert("m1"));

        var results = await ApplyAsync(from, new OutboxHandover(Room, to), OutboxSamples.Insert("m2"));

        Assert.Equal([OutboxWriteOutcome.Stored, OutboxWriteOutcome.StoredElsewhere], results.Select(result => result.Outcome));
        Assert.Equal([MailKind.Lane, MailKind.Message], (await Leases.ReadMailAsync(to, 0, 10, default).DefaultTimeout()).Select(mail => mail.Kind));
        Assert.Equal(["m1", "m2"], (await Outbox.LoadLaneAsync(to, Room, default).DefaultTimeout())!.Select(header => header.Id));
    }

    [Fact]
    public async Task ApplyAsync_HandoverOfAnothersLaneOrToOneThatEnded_ChangesNothing()
    {
        var first = await StartAsync("a");
        var second = await StartAsync("b");
        await ApplyAsync(first, OutboxSamples.Insert("m1"));

        Assert.Equal(OutboxWriteOutcome.Missing, Assert.Single(await ApplyAsync(second, new OutboxHandover(Room, second))).Outcome);
        await Leases.EndAsync(second, default).DefaultTimeout();
        Assert.Equal(OutboxWriteOutcome.Missing, Assert.Single(await ApplyAsync(first, new OutboxHandover(Room, second))).Outcome);

        Assert.Equal(first, await Leases.FindLaneAsync(Room, default).DefaultTimeout());
        Assert.Empty(await Leases.ReadMailAsync(second, 0, 10, default).DefaultTimeout());
    }

    [Fact]
    public async Task PostAsync_Mail_IsReadInOrderUntilItIsThrownAway()
    {
        var from = await StartAsync("a");
        var to = await StartAsync("b");
        for (var number = 1; number <= 3; number++)
            Assert.True(await Leases.PostAsync(to, new Mail { Kind = MailKind.Cancel, From = from, Argument = $"m{number}" }, default).DefaultTimeout());

        var mails = await Leases.ReadMailAsync(to, 0, 2, default).DefaultTimeout();
        Assert.Equal(["m1", "m2"], mails.Select(mail => mail.Argument));
        Assert.Equal("m3", Assert.Single(await Leases.ReadMailAsync(to, mails[^1].Id, 2, default).DefaultTimeout()).Argument);
        Assert.Empty(await Leases.ReadMailAsync(from, 0, 2, default).DefaultTimeout());

        await Leases.DeleteMailAsync([.. mails.Select(mail => mail.Id)], default).DefaultTimeout();

        Assert.Equal("m3", Assert.Single(await Leases.ReadMailAsync(to, 0, 10, default).DefaultTimeout()).Argument);
    }

    [Fact]
    public async Task PostAsync_NobodyOfThatNumber_StoresNothing()
    {
        var from = await StartAsync("a");
        var ended = await StartAsync("b");
        await Leases.EndAsync(ended, default).DefaultTimeout();

        Assert.False(await Leases.PostAsync(ended, new Mail { Kind = MailKind.Drain, From = from }, default).DefaultTimeout());
        Assert.False(await Leases.PostAsync(9_999, new Mail { Kind = MailKind.Drain, From = from }, default).DefaultTimeout());
    }

    [Fact]
    public async Task ClaimPhonesAsync_PhoneMoves_LastClaimCountsAndTheOldOneCannotGiveItUp()
    {
        var first = await StartAsync("a");
        var second = await StartAsync("b");
        await Leases.ClaimPhonesAsync(first, [new PhoneClaimChange(Phone, "c1", Samples.Now)], default).DefaultTimeout();
        await Leases.ClaimPhonesAsync(second, [new PhoneClaimChange(Phone, "c2", Samples.Now, Samples.Now.AddMilliseconds(-7))], default).DefaultTimeout();
        await Leases.ClaimPhonesAsync(first, [new PhoneClaimChange(Phone, null, Samples.Now)], default).DefaultTimeout();

        var phones = await Leases.ReadPhonesAsync(null, default).DefaultTimeout();

        Assert.Equal([new PhoneClaim(Phone, second, "c2", Samples.Now, Samples.Now.AddMilliseconds(-7))], phones!.Claims);
        Assert.Null(await Leases.ReadPhonesAsync(phones.Version, default).DefaultTimeout());

        await Leases.ClaimPhonesAsync(second, [new PhoneClaimChange(Phone, null, Samples.Now)], default).DefaultTimeout();
        await Leases.ClaimPhonesAsync(second, [new PhoneClaimChange(Phone, "c3", Samples.Now)], default).DefaultTimeout();
        Assert.Equal("c3", Assert.Single((await Leases.ReadPhonesAsync(phones.Version, default).DefaultTimeout())!.Claims).ConnectionId);
    }

    [Fact]
    public async Task ClaimPhonesAsync_InstanceEnded_ThrowsLost()
    {
        var instance = await StartAsync("a");
        await Leases.EndAsync(instance, default).DefaultTimeout();

        await Assert.ThrowsAsync<LeaseLostException>(
            () => Leases.ClaimPhonesAsync(instance, [new PhoneClaimChange(Phone, "c1", Samples.Now)], default)).DefaultTimeout();
        Assert.Empty((await Leases.ReadPhonesAsync(null, default).DefaultTimeout())!.Claims);
    }

    private Task<long> StartAsync(string name, TimeSpan? lease = null) => Leases.StartAsync(name, lease ?? Long, default).DefaultTimeout();

    private Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(long instance, params IReadOnlyList<OutboxWrite> writes) =>
        Outbox.ApplyAsync(instance, writes, default).DefaultTimeout();
}
