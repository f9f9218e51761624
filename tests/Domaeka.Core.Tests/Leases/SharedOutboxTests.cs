using Domaeka.Core.Delivery;
using Domaeka.Core.Leases;
using Domaeka.Core.Tests.Support;

namespace Domaeka.Core.Tests.Leases;

/// <summary>Several processes on one database: any takes messages in, the one that has the phone delivers them, each once and in order.</summary>
public sealed class SharedOutboxTests
{
    private static readonly DateTimeOffset Signed = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task SendAsync_PhoneIsAtAnotherProcess_DeliveredThere()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var phone = cluster[1].Play();

        var id = await cluster[0].SendAsync("안내");
        await cluster.UntilAsync(() => phone.WaitingCount == 1);
        phone.Write();
        phone.Confirm();

        await cluster[0].StateAsync(id, DeliveryState.Confirmed);
        Assert.Equal(["안내"], phone.ShownTexts);
        Assert.Empty(cluster.Outbox.Trespasses);
    }

    [Fact]
    public async Task SendAsync_FromEverywhereToOneRoom_EachIsShownOnceInTheOrderOfAcceptance()
    {
        await using var cluster = await Cluster.StartAsync(3);
        var phone = cluster[2].Play();

        var texts = Enumerable.Range(0, 30).Select(number => $"n{number}").ToArray();
        for (var number = 0; number < texts.Length; number++)
            await cluster[number % 3].SendAsync(texts[number]);
        await ShowAsync(cluster, phone, texts.Length);

        Assert.Equal(texts, phone.ShownTexts);
        Assert.Empty(cluster.Outbox.Trespasses);
    }

    [Fact]
    public async Task SendAsync_AnotherProcessWasFasterWhileItWasStored_LetsThatOneGoFirst()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var phone = cluster[0].Play();
        await cluster[0].SendAsync("처음");
        await ShowAsync(cluster, phone, 1);
        var owner = cluster[0].Get<InstanceLease>().Instance;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Outbox.Before = instance => instance == owner ? gate.Task : Task.CompletedTask;

        // The second one is stored as one that leaves at once: the mail about the first has been read by then, but the first is not there yet.
        var second = cluster[0].SendAsync("둘째");
        await cluster[1].SendAsync("첫째");
        await cluster.UntilAsync(() => !cluster.Outbox.Leases.HasMail(owner, CoreFixture.RoomKey));
        gate.SetResult();
        var id = await second;
        await ShowAsync(cluster, phone, 3);

        Assert.Equal(["처음", "첫째", "둘째"], phone.ShownTexts);
        await cluster[0].StateAsync(id, DeliveryState.Confirmed);
        Assert.Equal(DeliveryState.Confirmed, Assert.Single(cluster.Outbox.Attempts(id)).State);
    }

    [Fact]
    public async Task SendAsync_WhileTheLaneIsRead_GoesInItsPlace()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var phone = cluster[0].Play();
        await cluster[0].SendAsync("처음");
        await ShowAsync(cluster, phone, 1);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Outbox.BeforeReading = gate.Task;

        await cluster[1].SendAsync("첫째");
        await cluster.UntilAsync(() => cluster.Outbox.LaneReadings == 1);
        await cluster[0].SendAsync("둘째");
        var cancelled = await cluster[0].SendAsync("취소");
        await cluster[1].SendAsync("셋째");
        await cluster[0].SendAsync("넷째");
        var cancelling = cluster[0].Get<IMessageSender>().CancelAsync(cancelled, default);
        Assert.Equal(["처음"], phone.ShownTexts);
        gate.SetResult();
        await ShowAsync(cluster, phone, 5);

        Assert.Equal(["처음", "첫째", "둘째", "셋째", "넷째"], phone.ShownTexts);
        Assert.Equal(CancelOutcome.Cancelled, await cancelling);
        Assert.Equal(2, cluster.Outbox.LaneReadings);
    }

    [Fact]
    public async Task SendAsync_WhileTheWholeLaneIsRead_GoesBeforeWhatCameLaterElsewhere()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var phone = cluster[0].Play();
        await cluster[0].SendAsync("처음");
        await ShowAsync(cluster, phone, 1);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Outbox.BeforeReading = gate.Task;

        // Stored while there is mail about the first: the whole lane is read, and what is there by then is found.
        await cluster[1].SendAsync("첫째");
        await cluster[0].SendAsync("둘째");
        await cluster.UntilAsync(() => cluster.Outbox.LaneReadings == 1);
        await cluster[0].SendAsync("셋째");
        await cluster[1].SendAsync("넷째");
        gate.SetResult();
        await ShowAsync(cluster, phone, 5);

        Assert.Equal(["처음", "첫째", "둘째", "셋째", "넷째"], phone.ShownTexts);
    }

    [Fact]
    public async Task OnLive_PhoneMovesToAnotherProcess_TakesItsQueueAlongInOrder()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var before = cluster[0].Play();
        await cluster[0].SendAsync("첫째");
        await before.WaitForAsync(1);
        cluster[0].Drop(before);
        foreach (var text in (string[])["둘째", "셋째", "넷째"])
            await cluster[0].SendAsync(text);

        var after = cluster[1].Play();
        await ShowAsync(cluster, after, 4);

        Assert.Equal(["첫째", "둘째", "셋째", "넷째"], after.ShownTexts);
        Assert.Equal(cluster[1].Get<InstanceLease>().Instance, cluster.Outbox.Leases.Owner(CoreFixture.RoomKey));
        Assert.Empty(cluster.Outbox.Trespasses);
    }

    [Fact]
    public async Task OnLive_OldConnectionStillOpenElsewhere_IsClosedThereAndWhatItHeldIsInDoubt()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var before = cluster[0].Play();
        var id = await cluster[0].SendAsync("안내");
        await before.WaitForAsync(1);
        before.Write();
        await cluster.UntilAsync(() => cluster[1].Get<RemotePhones>().Find(CoreFixture.Phone) is not null);

        var after = cluster[1].Play();
        await cluster.UntilAsync(() => !before.IsOpen);
        await ShowAsync(cluster, after, 1);

        await cluster[1].StateAsync(id, DeliveryState.Confirmed);
        Assert.Equal(["안내"], after.ShownTexts);
        Assert.Equal([DeliveryState.Uncertain, DeliveryState.Confirmed], cluster.Outbox.Attempts(id).Select(attempt => attempt.State));
    }

    [Fact]
    public async Task OnLive_ClaimsHaveCrossedAndTheLaterOneWasGivenUp_IsFoundAgain()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var phone = cluster[0].Play();
        await cluster.UntilAsync(() => cluster[1].Get<RemotePhones>().Find(CoreFixture.Phone) is not null);
        var late = cluster[1].Get<InstanceLease>().Instance;

        // The phone had been at the other process before, which was slow to say so and to take it back.
        lock (cluster.Outbox.Leases.Gate)
        {
            _ = cluster.Outbox.Leases.ClaimPhonesAsync(late, [new PhoneClaimChange(CoreFixture.Phone, "gone", default)], default);
            _ = cluster.Outbox.Leases.ClaimPhonesAsync(late, [new PhoneClaimChange(CoreFixture.Phone, null, default)], default);
        }

        var id = await cluster[1].SendAsync("안내");
        await ShowAsync(cluster, phone, 1);
        await cluster[0].StateAsync(id, DeliveryState.Confirmed);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public async Task OnLive_ByATimeThatIsNotNewer_ThePhoneStaysWhereItIs(int seconds)
    {
        await using var cluster = await Cluster.StartAsync(2);
        var phone = cluster[0].Play(signedAt: Signed);
        await cluster.UntilAsync(() => cluster[1].Get<RemotePhones>().Find(CoreFixture.Phone) is not null);
        phone.LastSignedAt = Signed.AddMinutes(1);

        var other = cluster[1].Play(signedAt: phone.LastSignedAt.Value.AddSeconds(seconds));
        await cluster.UntilAsync(() => !other.IsOpen);
        cluster[1].Drop(other);
        await cluster.UntilAsync(() => cluster[1].Get<RemotePhones>().Find(CoreFixture.Phone) is { } claim && claim.SignedAt == phone.LastSignedAt);

        var id = await cluster[1].SendAsync("안내");
        await ShowAsync(cluster, phone, 1);
        await cluster[0].StateAsync(id, DeliveryState.Confirmed);
        Assert.True(phone.IsOpen);
        Assert.Empty(other.Shown);
    }

    [Fact]
    public async Task OnLive_OlderTimeButTheNextLineIsNewer_ThePhoneHasMoved()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var phone = cluster[0].Play(signedAt: Signed);
        await cluster.UntilAsync(() => cluster[1].Get<RemotePhones>().Find(CoreFixture.Phone) is not null);

        // A queued line that was signed long ago comes first, the answer to a ping behind it.
        var other = cluster[1].Play(signedAt: Signed.AddSeconds(-1));
        other.LastSignedAt = Signed.AddSeconds(1);
        await cluster.UntilAsync(() => !phone.IsOpen);

        Assert.True(other.IsOpen);
    }

    [Fact]
    public async Task OnLive_NoOtherProcess_NobodyReadsWhereThePhonesAreUntilThereIsOne()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var leases = cluster.Outbox.Leases;
        await cluster.UntilAsync(() => leases.PhoneReads > 0);
        var reads = leases.PhoneReads;
        for (var i = 0; i < 5; i++)
        {
            var guest = cluster[0].Play();
            await cluster.UntilAsync(() => leases.IsClaimed(CoreFixture.Phone));
            cluster[0].Drop(guest);
            await cluster.UntilAsync(() => !leases.IsClaimed(CoreFixture.Phone));
        }

        Assert.Equal(reads, leases.PhoneReads);

        var phone = cluster[0].Play(signedAt: Signed);
        await cluster.AddAsync("later");
        cluster[1].Play(signedAt: Signed.AddSeconds(1));
        await cluster.UntilAsync(() => !phone.IsOpen);
    }

    [Fact]
    public async Task OnLive_ByNoSignature_ThePhoneHasMoved()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var phone = cluster[0].Play(signedAt: Signed);
        await cluster.UntilAsync(() => cluster[1].Get<RemotePhones>().Find(CoreFixture.Phone) is not null);

        var other = cluster[1].Play();
        await cluster.UntilAsync(() => !phone.IsOpen);

        Assert.True(other.IsOpen);
    }

    [Fact]
    public async Task OnLive_PhoneMovesBetweenTheParts_GoesOnWithTheNextPart()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var before = cluster[0].Play();
        var id = await cluster[0].SendAsync("하나", request => request with
        {
            Parts = [new MessagePart(new TextContent("하나")), new MessagePart(new TextContent("둘")), new MessagePart(new TextContent("셋"))],
        });
        await before.WaitForAsync(1);
        before.Write();
        before.Confirm();
        await before.WaitForAsync(1);
        cluster[0].Drop(before);
        await cluster[0].SendAsync("뒤");

        var after = cluster[1].Play();
        await ShowAsync(cluster, after, 3);

        await cluster[1].StateAsync(id, DeliveryState.Confirmed);
        Assert.Equal(["둘", "셋", "뒤"], after.ShownTexts);
    }

    [Fact]
    public async Task TakeOver_ProcessGoesSilent_ItsMessagesGoOnElsewhereWithinItsLease()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var before = cluster[0].Play();
        var written = await cluster[0].SendAsync("쓰는 중");
        await before.WaitForAsync(1);
        before.Write();
        var waiting = await cluster[0].SendAsync("기다림", request => request with { NotBefore = cluster[0].Clock.GetUtcNow().AddSeconds(1) });

        cluster[0].Outbox.Leases.Lapse(cluster[0].Get<InstanceLease>().Instance);
        await cluster[1].Clock.AdvanceUntilAsync(() => cluster.Outbox.Leases.Owner(CoreFixture.RoomKey) == cluster[1].Get<InstanceLease>().Instance);
        var after = cluster[1].Play();
        await cluster[1].Clock.AdvanceUntilAsync(() =>
        {
            after.Write();
            after.Confirm();
            return after.Shown.Count == 2;
        });

        await cluster[1].StateAsync(written, DeliveryState.Confirmed);
        await cluster[1].StateAsync(waiting, DeliveryState.Confirmed);
        Assert.Equal(["쓰는 중", "기다림"], after.ShownTexts);
        Assert.Equal(DeliveryReason.ServerStopped, cluster.Outbox.Attempts(written)[0].Reason);
    }

    [Fact]
    public async Task LeaseLost_ProcessWakesUpAgain_SendsNothingOnItsOldStrengthAndServesWithANewOne()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var phone = cluster[0].Play();
        var id = await cluster[0].SendAsync("안내");
        await phone.WaitForAsync(1);
        var lost = cluster[0].Get<InstanceLease>().Instance;
        cluster.Lapse(cluster[0]);
        await cluster[1].Clock.AdvanceUntilAsync(() => cluster.Outbox.Leases.Owner(CoreFixture.RoomKey) != lost);

        // What stood in the connection's queue was claimed by a lease that is no more.
        cluster[0].Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, phone.Write());

        await ShowAsync(cluster, phone, 1);
        await cluster[0].StateAsync(id, DeliveryState.Confirmed);
        Assert.Equal(["안내"], phone.ShownTexts);
        Assert.True(cluster[0].Get<InstanceLease>().Instance > lost);
    }

    [Fact]
    public async Task TryBegin_LeaseIsRenewedBetweenTwoLines_NothingOvertakesTheOneThatCameTooEarly()
    {
        await using var cluster = await Cluster.StartAsync(1);
        var phone = cluster[0].Play();
        foreach (var text in (string[])["첫째", "둘째", "셋째"])
            await cluster[0].SendAsync(text);
        await phone.WaitForAsync(3);

        cluster.Outbox.Leases.IsDown = true;
        cluster.Advance(TimeSpan.FromSeconds(11));
        Assert.False(phone.TryWriteNext());
        cluster.Outbox.Leases.IsDown = false;
        await cluster.UntilAsync(() => cluster[0].Get<InstanceLease>().IsHeld);
        await cluster[0].SendAsync("넷째");
        await ShowAsync(cluster, phone, 4);

        Assert.Equal(["첫째", "둘째", "셋째", "넷째"], phone.ShownTexts);
    }

    [Fact]
    public async Task LeaseLost_WhileTheyAreClaimed_TheyGoInTheirPlaceUnderTheNextOne()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var lost = cluster[0].Get<InstanceLease>().Instance;
        foreach (var text in (string[])["첫째", "둘째"])
            await cluster[0].SendAsync(text);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Outbox.Before = instance => instance == lost ? gate.Task : Task.CompletedTask;
        var phone = cluster[0].Play();

        // Its claims are on their way into the store while the lane goes elsewhere and comes back to the next lease.
        cluster.Lapse(cluster[0]);
        await cluster[1].Clock.AdvanceUntilAsync(() => cluster.Outbox.Leases.Owner(CoreFixture.RoomKey) != lost);
        await cluster.UntilAsync(() => cluster[0].Get<InstanceLease>().Instance is var now && now > lost
            && cluster.Outbox.Leases.Owner(CoreFixture.RoomKey) == now && !cluster.Outbox.Leases.HasMail(now, CoreFixture.RoomKey));
        var third = cluster[0].SendAsync("셋째");
        gate.SetResult();
        await ShowAsync(cluster, phone, 3);

        await third;
        Assert.Equal(["첫째", "둘째", "셋째"], phone.ShownTexts);
    }

    [Fact]
    public async Task StopAsync_ProcessStopsProperly_AnotherTakesItsMessagesAtOnce()
    {
        await using var cluster = await Cluster.StartAsync(2);
        await cluster[0].SendAsync("안내");
        await cluster[0].StopAsync();

        var phone = cluster[1].Play();
        await ShowAsync(cluster, phone, 1);

        Assert.Equal(["안내"], phone.ShownTexts);
    }

    [Fact]
    public async Task CancelAsync_MessageIsAtAnotherProcess_IsCancelledThere()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var phone = cluster[1].Play();
        await cluster[0].SendAsync("첫째");
        await ShowAsync(cluster, phone, 1);
        var id = await cluster[1].SendAsync("둘째", request => request with { NotBefore = cluster[1].Clock.GetUtcNow().AddHours(1) });

        var cancelled = cluster[0].Get<IMessageSender>().CancelAsync(id, default);
        await cluster.UntilAsync(() => cancelled.IsCompleted);

        Assert.Equal(CancelOutcome.Cancelled, await cancelled);
        await cluster[0].StateAsync(id, DeliveryState.Cancelled);
    }

    [Fact]
    public async Task SendAsync_TwoPhonesOfTheBotAtTwoProcesses_EachRoomGoesToItsOwn()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var preferred = new Core.Devices.DeviceKey(CoreFixture.Phone.BotName, "second-phone");
        foreach (var server in (CoreFixture[])[cluster[0], cluster[1]])
        {
            server.Devices.Rows[preferred] = new Core.Devices.Device { Key = preferred, Status = Core.Approval.ApprovalStatus.Approved };
            await server.RefreshAsync("1");
        }

        var first = cluster[0].Play();
        var second = cluster[1].Play(preferred, "p2");
        for (var number = 0; number < 6; number++)
            await cluster[number % 2].SendAsync($"n{number}", request => number % 3 == 0 ? request with { PreferredDeviceId = preferred.DeviceId } : request);
        await cluster.UntilAsync(() =>
        {
            foreach (var phone in (PlayedPhone[])[first, second])
            {
                phone.Write();
                phone.Confirm();
            }

            return first.Shown.Count + second.Shown.Count == 6;
        });

        Assert.Equal(["n1", "n2", "n4", "n5"], first.ShownTexts);
        Assert.Equal(["n0", "n3"], second.ShownTexts);
        Assert.Empty(cluster.Outbox.Trespasses);
    }

    [Fact]
    public async Task ExplainAsync_MessageIsAtAnotherProcess_ToldWhyItWaits()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var id = await cluster[0].SendAsync("안내");

        Assert.Equal(DeliveryReason.DeviceOffline, await cluster[1].ReasonAsync(id));
        var explanation = await cluster[1].Get<Core.Outbox.IMessageReader>().ExplainAsync(id, default);
        Assert.Contains("연결되어 있지 않아", explanation!.Sentence, StringComparison.Ordinal);
    }

    private static Task ShowAsync(Cluster cluster, PlayedPhone phone, int count) => cluster.UntilAsync(() =>
    {
        phone.Write();
        phone.Confirm();
        return phone.Shown.Count >= count;
    });
}
