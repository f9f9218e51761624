using Domaeka.Core.Chat;
using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Core.Storage;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IOutboxStore"/> must do.</summary>
public abstract class OutboxStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private IOutboxStore Outbox => Get<IOutboxStore>();

    [Fact]
    public async Task ApplyAsync_Nothing_DoesNothing() => Assert.Empty(await ApplyAsync());

    [Fact]
    public async Task ApplyAsync_Inserts_GetGrowingNumbersInTheirOrder()
    {
        var results = await ApplyAsync([.. Enumerable.Range(1, 50).Select(number => OutboxSamples.Insert($"m{number}"))]);

        Assert.All(results, result => Assert.Equal(OutboxWriteOutcome.Stored, result.Outcome));
        Assert.Equal(results.Select(result => result.Sequence).Order(), results.Select(result => result.Sequence));
        Assert.Equal(
            Enumerable.Range(1, 50).Select(number => $"m{number}"),
            (await LoadPendingAsync()).OrderBy(header => header.Sequence).Select(header => header.Id));
    }

    [Fact]
    public async Task FindAsync_EveryFieldSet_ReadsWhatWasStored()
    {
        IReadOnlyList<MessagePart> parts =
        [
            OutboxSamples.Text("첫째 줄\n둘째 줄 \"따옴표\" \\ 😀"),
            new MessagePart(
                new MediaContent(
                    MediaKind.Image, [MediaItem.FromFile(OutboxSamples.File), MediaItem.FromFile(OutboxSamples.File)], "png", TimeSpan.FromSeconds(7)),
                TimeSpan.FromMilliseconds(1500)),
            new MessagePart(new MediaContent(MediaKind.Document, [MediaItem.FromUri(new Uri("https://shop.example/상품.pdf?a=1&b=%20"))])),
        ];
        var message = new OutboxMessage(OutboxSamples.FullHeader(), parts);

        var result = Assert.Single(await ApplyAsync(new OutboxInsert(message) { RequestHash = "h" }));
        await Fixture.RestartAsync();

        var byId = await Outbox.FindAsync("m1", default).DefaultTimeout();
        var byNumber = await Outbox.FindAsync(result.Sequence, default).DefaultTimeout();
        Assert.NotNull(byId);
        Assert.Equal(message.Header with { Sequence = result.Sequence }, byId.Header);
        Assert.Equal(byId.Header, byNumber?.Header);
        AssertSame(parts, byId.Parts);
        AssertSame(parts, (await Outbox.LoadPartsAsync([result.Sequence, 999], default).DefaultTimeout()).Single().Value);
    }

    [Fact]
    public async Task FindAsync_NoSuchMessage_ReturnsNull()
    {
        Assert.Null(await Outbox.FindAsync("m1", default).DefaultTimeout());
        Assert.Null(await Outbox.FindAsync(1, default).DefaultTimeout());
        Assert.Empty(await Outbox.LoadPartsAsync([1], default).DefaultTimeout());
        Assert.Empty(await Outbox.ListAttemptsAsync(1, default).DefaultTimeout());
    }

    // Not attributes: those hold UTF-8, and would have lost the halves of surrogate pairs.
    public static TheoryData<string> HostileTexts { get; } =
        ["a\0b", "\ud800 half", "half \udc00", "'; DROP TABLE dk_outbox; --", "\u2028\u0001\u007f\ufeff\uffff", "{\"hash\":\"x\"}", ""];

    [Theory]
    [MemberData(nameof(HostileTexts), DisableDiscoveryEnumeration = true)]
    public async Task ApplyAsync_HostileText_ReadsAsItIsOrWithReplacedHalves(string text)
    {
        var expected = text.Replace('\ud800', '\ufffd').Replace('\udc00', '\ufffd');
        var insert = OutboxSamples.Insert(text + "id", OutboxSamples.Text(text)).With(header => header with
        {
            Room = new Core.Rooms.RoomKey(text + "b", text + "c"),
            CollapseKey = text + "k",
            PreferredDeviceId = text + "d",
        });

        var results = await ApplyAsync(insert.Requested(text + "r"), insert.Requested(text + "r"));

        Assert.Equal([OutboxWriteOutcome.Stored, OutboxWriteOutcome.Repeated], results.Select(result => result.Outcome));
        var message = await Outbox.FindAsync(results[0].Sequence, default).DefaultTimeout();
        Assert.NotNull(message);
        Assert.Equal(expected, Assert.IsType<TextContent>(Assert.Single(message.Parts).Content).Text);
        Assert.Equal((expected + "id", expected + "r"), (message.Header.Id, message.Header.RequestId));
        Assert.Equal(new Core.Rooms.RoomKey(expected + "b", expected + "c"), message.Header.Room);
        Assert.Equal((expected + "k", expected + "d"), (message.Header.CollapseKey, message.Header.PreferredDeviceId));
        Assert.Empty(await Outbox.ListMediaInUseAsync(default).DefaultTimeout());
    }

    [Fact]
    public async Task ApplyAsync_TextOfAMillionCharacters_ReadsAsItWas()
    {
        var text = string.Concat(Enumerable.Repeat("가나다\n", 262_144));

        await ApplyAsync(OutboxSamples.Insert("big", OutboxSamples.Text(text)));

        var message = await Outbox.FindAsync("big", default).DefaultTimeout();
        Assert.Equal(text, Assert.IsType<TextContent>(Assert.Single(message!.Parts).Content).Text);
    }

    [Fact]
    public async Task ApplyAsync_OneWriteRefused_ThrowsRejectedAndChangesNothing()
    {
        await ApplyAsync(OutboxSamples.Insert("m1"));

        await Assert.ThrowsAsync<StorageRejectedException>(() => ApplyAsync(
            OutboxSamples.Insert("m2").Requested("r2"), OutboxSamples.End(1, DeliveryState.Failed), OutboxSamples.Insert("m1")));

        var header = Assert.Single(await LoadPendingAsync());
        Assert.Equal(("m1", DeliveryState.Queued), (header.Id, header.Progress.State));
        foreach (var table in new[] { "dk_outbox", "dk_contents", "dk_events" })
            Assert.Equal("1", await Fixture.ReadTextAsync($"SELECT count(*) FROM {table}"));
        Assert.Equal("0", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_requests"));
        Assert.Equal(OutboxWriteOutcome.Stored, Assert.Single(await ApplyAsync(OutboxSamples.Insert("m2").Requested("r2"))).Outcome);
    }

    [Fact]
    public async Task ApplyAsync_DatabaseLocked_ThrowsUnavailableAndChangesNothing()
    {
        await using (await Fixture.BlockWritesAsync())
            await Assert.ThrowsAsync<StorageUnavailableException>(() => ApplyAsync(OutboxSamples.Insert()));

        Assert.Empty(await LoadPendingAsync());
        Assert.Single(await ApplyAsync(OutboxSamples.Insert()));
    }

    [Fact]
    public async Task ApplyAsync_RequestIdKnown_GivesTheFirstMessageAndStoresNothing()
    {
        var first = Assert.Single(await ApplyAsync(OutboxSamples.Insert("m1").Requested("r")));
        await Fixture.RestartAsync();

        var results = await ApplyAsync(
            OutboxSamples.Insert("m2").Requested("r"),
            OutboxSamples.Insert("m3").Requested("r", "other"),
            OutboxSamples.Insert("m4").Requested("R"));

        Assert.Equal(
            [
                new OutboxWriteResult(OutboxWriteOutcome.Repeated, first.Sequence), new OutboxWriteResult(OutboxWriteOutcome.RequestIdReused, 0),
                results[2],
            ],
            results);
        Assert.Equal(OutboxWriteOutcome.Stored, results[2].Outcome);
        Assert.Equal(["m1", "m4"], (await LoadPendingAsync()).Select(header => header.Id));
        Assert.Equal("2", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_events"));
    }

    [Fact]
    public async Task ApplyAsync_FirstAttemptGiven_IsStoredWithTheMessage()
    {
        var attempt = OutboxSamples.Attempt();
        var result = Assert.Single(await ApplyAsync(OutboxSamples.Insert() with { Attempt = attempt }));

        Assert.Equal([attempt], await Outbox.ListAttemptsAsync(result.Sequence, default).DefaultTimeout());
    }

    [Fact]
    public async Task ApplyAsync_Update_SetsTheWholeProgressAndPutsTheAttempt()
    {
        var result = Assert.Single(await ApplyAsync(OutboxSamples.Insert("m1").With(_ => OutboxSamples.FullHeader()) with { RequestHash = "h" }));
        var full = new DeliveryProgress
        {
            State = DeliveryState.Cancelled,
            Reason = DeliveryReason.Collapsed,
            PartsConfirmed = 1,
            Attempts = 2,
            DeviceId = "other",
            WrittenAt = Samples.Now.AddSeconds(8),
            EndedAt = Samples.Now.AddSeconds(9),
            CollapsedInto = "m2",
        };
        var begun = OutboxSamples.Attempt(1, 2);
        var done = begun with { State = DeliveryState.Uncertain, Reason = DeliveryReason.LinkLost, WrittenAt = Samples.Now, EndedAt = Samples.Now.AddSeconds(1) };

        await ApplyAsync(
            new OutboxUpdate(result.Sequence, new DeliveryProgress { Attempts = 2 }) { At = Samples.Now, Attempt = begun },
            new OutboxUpdate(result.Sequence, full) { At = Samples.Now, Attempt = done },
            OutboxSamples.Update(result.Sequence, DeliveryState.Queued) with { Attempt = OutboxSamples.Attempt(0, 1) });
        Assert.Equal(new DeliveryProgress(), (await Outbox.FindAsync(result.Sequence, default).DefaultTimeout())!.Header.Progress);
        await ApplyAsync(new OutboxUpdate(result.Sequence, full) { At = Samples.Now });

        var message = await Outbox.FindAsync("m1", default).DefaultTimeout();
        Assert.Equal(OutboxSamples.FullHeader() with { Sequence = result.Sequence, Progress = full }, message!.Header);
        Assert.Equal([OutboxSamples.Attempt(0, 1), done], await Outbox.ListAttemptsAsync(result.Sequence, default).DefaultTimeout());
    }

    [Fact]
    public async Task ApplyAsync_UpdateOfNoMessage_SaysMissingAndTheOthersAreStored()
    {
        var results = await ApplyAsync(
            OutboxSamples.Update(77, DeliveryState.Written) with { Attempt = OutboxSamples.Attempt() }, OutboxSamples.Insert());

        Assert.Equal([OutboxWriteOutcome.Missing, OutboxWriteOutcome.Stored], results.Select(result => result.Outcome));
        Assert.Equal("0", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_deliveries"));
        Assert.Equal("1", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_events"));
    }

    [Fact]
    public async Task ApplyAsync_News_BecomeEventsInOrder()
    {
        var sequence = (await ApplyAsync(OutboxSamples.Insert().With(header => header with { ScheduleId = 4 })))[0].Sequence;
        await ApplyAsync(
            OutboxSamples.Update(sequence, DeliveryState.Queued, isNews: false),
            OutboxSamples.End(sequence, DeliveryState.Uncertain, 3, reason: DeliveryReason.ServerStopped));

        Assert.Equal(
            "message|2026-11-20 03:04:05.678|LOA.i|18429813|m1|queued||0|4\n"
            + "message|2026-11-20 03:04:10.678|LOA.i|18429813|m1|uncertain|server_stopped|3|4",
            await Fixture.ReadTextAsync(
                """
                SELECT group_concat(
                    kind || '|' || at || '|' || bot_name || '|' || channel_id || '|' || message_id || '|' || state || '|' || coalesce(reason, '')
                    || '|' || parts_confirmed || '|' || schedule_id, char(10))
                FROM (SELECT * FROM dk_events ORDER BY id)
                """));
    }

    [Fact]
    public async Task ApplyAsync_OwnLines_AreInTheChatLogBehindTheCommit()
    {
        await ApplyAsync(OutboxSamples.Insert("m1"), OutboxSamples.Insert("m2"));

        await ApplyAsync(
            OutboxSamples.Update(1, DeliveryState.Written) with { OwnLine = Own("첫째") },
            OutboxSamples.Update(2, DeliveryState.Written) with { OwnLine = Own("둘째") });

        var lines = await Get<IChatLogStore>().ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout();
        Assert.Equal(["둘째", "첫째"], lines.Select(line => line.Message));
        Assert.All(lines, line => Assert.True(line.IsOurBotResponse));

        static ChatLogEntry Own(string text) => Samples.Entry(text) with { IsOurBotResponse = true, LogId = null };
    }

    [Fact]
    public async Task ApplyAsync_SeveralChangesOfOneMessage_LeaveTheLastEveryAttemptAndAllNews()
    {
        await ApplyAsync(OutboxSamples.Insert("m1", OutboxSamples.Text("1"), OutboxSamples.Text("2")));

        var results = await ApplyAsync(
            OutboxSamples.Update(1, DeliveryState.Queued) with { Attempt = OutboxSamples.Attempt() with { State = DeliveryState.Confirmed } },
            OutboxSamples.Update(1, DeliveryState.Queued, isNews: false) with { Attempt = OutboxSamples.Attempt(part: 1) },
            OutboxSamples.Update(1, DeliveryState.Written) with { Attempt = OutboxSamples.Attempt(part: 1) with { State = DeliveryState.Written } },
            OutboxSamples.End(1, DeliveryState.Confirmed, 2) with { Attempt = OutboxSamples.Attempt(part: 1) with { State = DeliveryState.Confirmed } });

        Assert.All(results, result => Assert.Equal(new OutboxWriteResult(OutboxWriteOutcome.Stored, 1), result));
        var message = await Outbox.FindAsync("m1", default).DefaultTimeout();
        Assert.Equal((DeliveryState.Confirmed, 2, true), (message!.Header.Progress.State, message.Header.Progress.PartsConfirmed, message.Header.Progress.IsEnded));
        var attempts = await Outbox.ListAttemptsAsync(1, default).DefaultTimeout();
        Assert.Equal([(0, DeliveryState.Confirmed), (1, DeliveryState.Confirmed)], attempts.Select(attempt => (attempt.Part, attempt.State)));
        Assert.Equal(
            "queued queued written confirmed", await Fixture.ReadTextAsync("SELECT group_concat(state, ' ') FROM (SELECT * FROM dk_events ORDER BY id)"));
    }

    [Fact]
    public async Task LoadPendingAsync_Pages_GivesWhatHasNotEndedInOrder()
    {
        await ApplyAsync([.. Enumerable.Range(1, 9).Select(number => OutboxSamples.Insert($"m{number}"))]);
        await ApplyAsync(
            OutboxSamples.End(2, DeliveryState.Confirmed), OutboxSamples.End(9, DeliveryState.Expired),
            OutboxSamples.Update(3, DeliveryState.Uncertain));

        var first = await Outbox.LoadPendingAsync(0, 4, default).DefaultTimeout();
        var second = await Outbox.LoadPendingAsync(first[^1].Sequence, 4, default).DefaultTimeout();

        Assert.Equal(["m1", "m3", "m4", "m5"], first.Select(header => header.Id));
        Assert.Equal(["m6", "m7", "m8"], second.Select(header => header.Id));
    }

    [Fact]
    public async Task LoadPendingAsync_WordsOfANewerProgram_AreReadWithTheLeastClaim()
    {
        await ApplyAsync(OutboxSamples.Insert("m1"), OutboxSamples.Insert("m2"));
        await Fixture.ExecuteAsync(
            "UPDATE dk_outbox SET state = 'teleported', reason = 'why', kind = 'song', redelivery = 'thrice', priority = 99, created_at = 'x' "
            + "WHERE id = 'm1'");
        await Fixture.ExecuteAsync("UPDATE dk_contents SET content = '[{\"song\":\"la\"}]' WHERE message_seq = 1");

        var header = (await LoadPendingAsync())[0];

        Assert.Equal((DeliveryState.Uncertain, DeliveryReason.None), (header.Progress.State, header.Progress.Reason));
        Assert.Equal(
            (OutboundKind.Notice, Redelivery.AtMostOnce, DeliveryPriority.Bulk, DateTimeOffset.UnixEpoch),
            (header.Kind, header.Redelivery, header.Priority, header.CreatedAt));
        Assert.Empty((await Outbox.FindAsync("m1", default).DefaultTimeout())!.Parts);
        Assert.Equal([2L], (await Outbox.LoadPartsAsync([1, 2], default).DefaultTimeout()).Keys);
    }

    [Fact]
    public async Task ListMediaInUseAsync_SomeEnded_NamesTheFilesOfTheOthers()
    {
        var files = Enumerable.Range(0, 4).Select(digit => OutboxSamples.File with { Hash = new string((char)('a' + digit), 64) }).ToArray();
        await ApplyAsync(
            OutboxSamples.Insert("m1", OutboxSamples.Pictures(MediaItem.FromFile(files[0]), MediaItem.FromFile(files[1]))),
            OutboxSamples.Insert("m2", OutboxSamples.Pictures(MediaItem.FromFile(files[1]))),
            OutboxSamples.Insert("m3", OutboxSamples.Text("x"), OutboxSamples.Pictures(MediaItem.FromFile(files[2]))),
            OutboxSamples.Insert("m4", OutboxSamples.Pictures(MediaItem.FromUri(new Uri("https://shop.example/1.png")))),
            OutboxSamples.Insert("m5", OutboxSamples.Pictures(MediaItem.FromFile(files[3]))),
            OutboxSamples.End(5, DeliveryState.Confirmed));

        Assert.Equal(
            files.Take(3).Select(file => file.Hash).ToHashSet(), await Outbox.ListMediaInUseAsync(default).DefaultTimeout());
    }

    [Fact]
    public async Task PurgeAsync_SomeOldEnough_DeletesThoseOldestFirstWithEverything()
    {
        await ApplyAsync([.. Enumerable.Range(1, 5).Select(number => OutboxSamples.Insert($"m{number}") with { Attempt = OutboxSamples.Attempt() })]);
        await ApplyAsync(
            OutboxSamples.End(1, DeliveryState.Confirmed, at: Samples.Now.AddHours(3)),
            OutboxSamples.End(2, DeliveryState.Failed, at: Samples.Now.AddHours(1)),
            OutboxSamples.End(3, DeliveryState.Expired, at: Samples.Now.AddHours(2)),
            OutboxSamples.End(4, DeliveryState.Expired, at: Samples.Now.AddHours(4)));

        var before = Samples.Now.AddHours(4);
        Assert.Equal(2, await Outbox.PurgeAsync(before, 2, default).DefaultTimeout());
        Assert.Equal(["m5", "m4", "m1"], (await ListAsync(new OutboxQuery())).Select(message => message.Header.Id));
        Assert.Equal(1, await Outbox.PurgeAsync(before, 2, default).DefaultTimeout());
        Assert.Equal(0, await Outbox.PurgeAsync(before, 2, default).DefaultTimeout());

        Assert.Equal(["m5", "m4"], (await ListAsync(new OutboxQuery())).Select(message => message.Header.Id));
        Assert.Equal("2", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_deliveries"));
        Assert.Equal("2", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_contents"));
    }

    [Fact]
    public async Task ListAsync_WithoutContents_BringsEverythingButTheParts()
    {
        await ApplyAsync(OutboxSamples.Insert("m1"));

        var whole = Assert.Single(await ListAsync(new OutboxQuery()));
        var bare = Assert.Single(await ListAsync(new OutboxQuery { WithContents = false }));

        Assert.NotEmpty(whole.Parts);
        Assert.Empty(bare.Parts);
        Assert.Equal(whole.Header, bare.Header);
    }

    [Fact]
    public async Task ApplyAsync_EverythingPurgedAndRestarted_NumbersAreNotGivenOutAgain()
    {
        var first = (await ApplyAsync(OutboxSamples.Insert("m1")))[0].Sequence;
        await ApplyAsync(OutboxSamples.End(first, DeliveryState.Confirmed));
        Assert.Equal(1, await Outbox.PurgeAsync(Samples.Now.AddDays(1), 10, default).DefaultTimeout());
        await Fixture.RestartAsync();

        Assert.True((await ApplyAsync(OutboxSamples.Insert("m2")))[0].Sequence > first);
    }

    [Fact]
    public async Task PurgeRequestsAsync_Old_AreForgottenAndMayBeUsedAgain()
    {
        await ApplyAsync(
            OutboxSamples.Insert("m1").Requested("r1"),
            OutboxSamples.Insert("m2").Requested("r2").With(header => header with { CreatedAt = Samples.Now.AddHours(1) }),
            OutboxSamples.Insert("m3").Requested("r3").With(header => header with { CreatedAt = Samples.Now.AddHours(2) }));

        Assert.Equal(1, await Outbox.PurgeRequestsAsync(Samples.Now.AddHours(2), 1, default).DefaultTimeout());
        Assert.Equal(1, await Outbox.PurgeRequestsAsync(Samples.Now.AddHours(2), 100, default).DefaultTimeout());

        var results = await ApplyAsync(
            OutboxSamples.Insert("n1").Requested("r1", "other"), OutboxSamples.Insert("n2").Requested("r2"),
            OutboxSamples.Insert("n3").Requested("r3"));
        Assert.Equal(
            [OutboxWriteOutcome.Stored, OutboxWriteOutcome.Stored, OutboxWriteOutcome.Repeated], results.Select(result => result.Outcome));
    }

    private async Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(params IReadOnlyList<OutboxWrite> writes) =>
        await Outbox.ApplyAsync(writes, default).DefaultTimeout();

    private async Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync() => await Outbox.LoadPendingAsync(0, 1000, default).DefaultTimeout();

    private async Task<IReadOnlyList<OutboxMessage>> ListAsync(OutboxQuery query) => await Outbox.ListAsync(query, default).DefaultTimeout();

    // Contents hold lists, which records compare by reference.
    private static void AssertSame(IReadOnlyList<MessagePart> expected, IReadOnlyList<MessagePart> actual)
    {
        Assert.Equal(expected.Select(part => part.PauseBefore), actual.Select(part => part.PauseBefore));
        Assert.Equal(
            expected.Select(part => part.Content is MediaContent media ? media with { Items = [] } : part.Content),
            actual.Select(part => part.Content is MediaContent media ? media with { Items = [] } : part.Content));
        Assert.Equal(
            expected.Select(part => part.Content).OfType<MediaContent>().Select(media => media.Items),
            actual.Select(part => part.Content).OfType<MediaContent>().Select(media => media.Items));
    }
}
