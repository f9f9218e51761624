using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Delivery;
using Domaeka.Core.Events;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IEventStore"/> must do.</summary>
public abstract class EventStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private const string MessageId = "0123456789abcdef0123456789abcdef";

    private static readonly EventFilter Any = new();

    private static readonly ServerEvent Message = new()
    {
        Kind = ServerEventKind.Message,
        At = Samples.Now,
        BotName = "LOA.i",
        ChannelId = "18429813",
        DeviceId = "phone 1",
        MessageId = MessageId,
        State = DeliveryState.Held,
        Reason = DeliveryReason.RoomNotApproved,
        PartsConfirmed = 2,
        ScheduleId = 7,
    };

    private static readonly ServerEvent Presence =
        new() { Kind = ServerEventKind.Presence, At = Samples.Now, BotName = "LOA.i", DeviceId = "phone 1", IsOnline = false };

    private static readonly ServerEvent Device =
        new() { Kind = ServerEventKind.Device, At = Samples.Now, BotName = "other", DeviceId = "phone 2", Status = ApprovalStatus.Approved };

    private static readonly ServerEvent Room =
        new() { Kind = ServerEventKind.Room, At = Samples.Now, BotName = "LOA.i", ChannelId = "18429813", Status = ApprovalStatus.Unknown };

    private IEventStore Events => Get<IEventStore>();

    [Fact]
    public async Task ReadBoundsAsync_NothingEver_IsZero() => Assert.Equal(new EventBounds(0, 0, 0), await BoundsAsync());

    [Fact]
    public async Task ReadAsync_EveryKind_ComesBackInOrderAfterARestart()
    {
        var gone = Device with { Status = null };
        await AppendAsync(Message, Presence, Device, Room, gone);
        await Fixture.RestartAsync();

        var (events, upTo) = await ReadAsync(0, Any);

        Assert.Equal([Message with { Id = 1 }, Presence with { Id = 2 }, Device with { Id = 3 }, Room with { Id = 4 }, gone with { Id = 5 }], events);
        Assert.Equal(5, upTo);
        Assert.Equal(new EventBounds(1, 5, 0), await BoundsAsync());
    }

    [Fact]
    public async Task ReadAsync_MoreThanThePage_GoesOnFromWhereItEnded()
    {
        await AppendAsync([.. Enumerable.Range(1, 5).Select(_ => Presence)]);

        var (first, upTo) = await Events.ReadAsync(1, Any, 2, default).DefaultTimeout();
        var (rest, end) = await Events.ReadAsync(upTo, Any, 10, default).DefaultTimeout();
        var (none, still) = await Events.ReadAsync(end, Any, 10, default).DefaultTimeout();

        Assert.Equal([2, 3], first.Select(news => news.Id));
        Assert.Equal(3, upTo);
        Assert.Equal([4, 5], rest.Select(news => news.Id));
        Assert.Empty(none);
        Assert.Equal((5L, 5L), (end, still));
    }

    public static TheoryData<string, EventFilter, int[]> Filters => new()
    {
        { "kinds", new EventFilter { Kinds = new HashSet<ServerEventKind> { ServerEventKind.Device, ServerEventKind.Room } }, [3, 4] },
        { "bot", new EventFilter { BotName = "LOA.i" }, [1, 2, 4] },
        { "bot in other letters", new EventFilter { BotName = "loa.I" }, [] },
        { "room", new EventFilter { BotName = "LOA.i", ChannelId = "18429813" }, [1, 4] },
        { "room of another bot", new EventFilter { BotName = "other", ChannelId = "18429813" }, [] },
        { "phone", new EventFilter { BotName = "LOA.i", DeviceId = "phone 1" }, [1, 2] },
        { "message", new EventFilter { MessageIds = new HashSet<string> { "unknown", MessageId } }, [1] },
        { "other message", new EventFilter { MessageIds = new HashSet<string> { "'\"]" } }, [] },
        { "schedule", new EventFilter { ScheduleId = 7 }, [1] },
        { "other schedule", new EventFilter { ScheduleId = 8 }, [] },
        {
            "everything",
            new EventFilter
            {
                Kinds = new HashSet<ServerEventKind> { ServerEventKind.Message },
                BotName = "LOA.i",
                ChannelId = "18429813",
                DeviceId = "phone 1",
                MessageIds = new HashSet<string> { MessageId },
                ScheduleId = 7,
            },
            [1]
        },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task ReadAsync_Filtered_BringsWhatMatchesAndPassesTheRest(string name, EventFilter filter, int[] expected)
    {
        Assert.NotEmpty(name);
        await AppendAsync(Message, Presence, Device, Room);

        var (events, upTo) = await ReadAsync(0, filter);

        Assert.Equal(expected, events.Select(news => (int)news.Id));
        Assert.Equal(4, upTo);
    }

    [Fact]
    public async Task ReadAsync_KindOfANewerProgram_IsPassed()
    {
        await AppendAsync(Presence);
        await Fixture.ExecuteAsync("UPDATE dk_events SET kind = 'eclipse'");
        await AppendAsync(Room);

        var (events, upTo) = await ReadAsync(0, Any);

        Assert.Equal(2, Assert.Single(events).Id);
        Assert.Equal(2, upTo);
    }

    [Fact]
    public async Task AppendAsync_DatabaseLocked_ThrowsUnavailableAndChangesNothing()
    {
        await using (await Fixture.BlockWritesAsync())
            await Assert.ThrowsAsync<StorageUnavailableException>(() => AppendAsync(Presence, Room));

        Assert.Equal(new EventBounds(0, 0, 0), await BoundsAsync());
    }

    [Fact]
    public async Task ReadChatAsync_SeveralRooms_BringsThemInOrderAndByRoom()
    {
        var elsewhere = new RoomKey("other", "18429813");
        await SayAsync(Samples.Entry("1"), Samples.Entry("2") with { Room = elsewhere }, Samples.Entry("3") with { IsOurBotResponse = true });

        var (all, upTo) = await ReadChatAsync(0, Any);
        var (others, upToOthers) = await ReadChatAsync(0, new EventFilter { BotName = "other", ChannelId = "18429813" });
        var (behind, _) = await ReadChatAsync(2, new EventFilter { BotName = "LOA.i" });

        Assert.Equal([(1L, "1"), (2L, "2"), (3L, "3")], all.Select(line => (line.Id, line.Entry.Message)));
        Assert.Equal(Samples.Entry("1"), all[0].Entry);
        Assert.Equal(3, upTo);
        Assert.Equal(2, Assert.Single(others).Id);
        Assert.Equal(3, upToOthers);
        Assert.True(Assert.Single(behind).Entry.IsOurBotResponse);
        Assert.Equal(new EventBounds(0, 0, 3), await BoundsAsync());
    }

    [Fact]
    public async Task ReadChatAsync_MoreThanThePage_GoesOnFromWhereItEnded()
    {
        await SayAsync(Samples.Entry("1"), Samples.Entry("2"), Samples.Entry("3"));

        var (first, upTo) = await Events.ReadChatAsync(0, Any, 2, default).DefaultTimeout();
        var (rest, end) = await Events.ReadChatAsync(upTo, Any, 2, default).DefaultTimeout();

        Assert.Equal(["1", "2"], first.Select(line => line.Entry.Message));
        Assert.Equal("3", Assert.Single(rest).Entry.Message);
        Assert.Equal(3, end);
    }

    [Fact]
    public async Task ReadChatAsync_NewestLinesDeleted_FindsWhatTakesTheirNumbers()
    {
        await SayAsync(Samples.Entry("1"), Samples.Entry("2"), Samples.Entry("3"));
        await Fixture.ExecuteAsync("DELETE FROM kb_chat_logs WHERE id > 1");

        var (_, upTo) = await ReadChatAsync(3, Any);
        await SayAsync(Samples.Entry("4"));
        var (lines, _) = await ReadChatAsync(upTo, Any);

        Assert.Equal("4", Assert.Single(lines).Entry.Message);
    }

    [Fact]
    public async Task PurgeAsync_OldEvents_DeletesThemOldestFirst()
    {
        await AppendAsync([.. Enumerable.Range(0, 5).Select(hour => Presence with { At = Samples.Now.AddHours(hour) })]);

        var first = await PurgeAsync(Samples.Now.AddHours(3), limit: 2);
        var boundsBetween = await BoundsAsync();
        var second = await PurgeAsync(Samples.Now.AddHours(3), limit: 2);
        var third = await PurgeAsync(Samples.Now.AddHours(3), limit: 2);

        Assert.Equal((2, 1, 0), (first, second, third));
        Assert.Equal(3, boundsBetween.OldestEventId);
        Assert.Equal([4, 5], (await ReadAsync(0, Any)).Events.Select(news => news.Id));
    }

    [Fact]
    public async Task PurgeAsync_AnOldEventBehindANewOne_StaysAsLongAsThat()
    {
        await AppendAsync(Presence with { At = Samples.Now.AddHours(2) }, Presence);

        Assert.Equal(0, await PurgeAsync(Samples.Now.AddHours(1)));
        Assert.Equal(2, await PurgeAsync(Samples.Now.AddHours(3)));
    }

    [Fact]
    public async Task PurgeAsync_MoreThanAreKept_DeletesTheOldestOfThem()
    {
        await AppendAsync([.. Enumerable.Range(0, 5).Select(_ => Presence)]);

        Assert.Equal(3, await PurgeAsync(DateTimeOffset.UnixEpoch, maxEvents: 2));
        Assert.Equal(0, await PurgeAsync(DateTimeOffset.UnixEpoch, maxEvents: 2));
        Assert.Equal(new EventBounds(4, 5, 0), await BoundsAsync());
    }

    [Fact]
    public async Task PurgeAsync_Everything_LeavesNoIdToBeUsedAgain()
    {
        await AppendAsync(Presence, Presence, Presence);

        Assert.Equal(3, await PurgeAsync(Samples.Now.AddDays(1)));
        var bounds = await BoundsAsync();
        await Fixture.RestartAsync();
        await AppendAsync(Room);

        Assert.Equal(new EventBounds(4, 3, 0), bounds);
        Assert.Equal(4, Assert.Single((await ReadAsync(3, Any)).Events).Id);
        Assert.Equal(new EventBounds(4, 4, 0), await BoundsAsync());
    }

    [Fact]
    public async Task PurgeAsync_TimeUnreadable_CountsAsOld()
    {
        await AppendAsync(Presence);
        await Fixture.ExecuteAsync("UPDATE dk_events SET at = 'yesterday'");

        Assert.Equal(1, await PurgeAsync(DateTimeOffset.UnixEpoch));
    }

    private Task AppendAsync(params IReadOnlyList<ServerEvent> events) => Events.AppendAsync(events, default).DefaultTimeout();

    private Task SayAsync(params IReadOnlyList<ChatLogEntry> lines) => Get<IChatLogStore>().AppendAsync(lines, default).DefaultTimeout();

    private Task<EventBounds> BoundsAsync() => Events.ReadBoundsAsync(default).DefaultTimeout();

    private Task<(IReadOnlyList<ServerEvent> Events, long UpTo)> ReadAsync(long afterId, EventFilter filter) =>
        Events.ReadAsync(afterId, filter, 100, default).DefaultTimeout();

    private Task<(IReadOnlyList<StoredChatLine> Lines, long UpTo)> ReadChatAsync(long afterId, EventFilter filter) =>
        Events.ReadChatAsync(afterId, filter, 100, default).DefaultTimeout();

    private Task<int> PurgeAsync(DateTimeOffset before, long maxEvents = long.MaxValue, int limit = 1_000) =>
        Events.PurgeAsync(before, maxEvents, limit, default).DefaultTimeout();
}
