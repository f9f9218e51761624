using Domaeka.Core.Chat;
using Domaeka.Core.Events;
using Domaeka.Storage.Sqlite;
using Domaeka.Storage.Tests.Contract;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Sqlite;

public sealed class SqliteEventStoreTests() : EventStoreContract(new SqliteFixture())
{
    [Fact]
    public async Task ReadAsync_FilterHidesMoreThanACallLooksAt_SaysHowFarItCame()
    {
        await Fixture.ExecuteAsync($"""
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {(2 * SqliteEventReader.MaxLookedAt) + 5})
            INSERT INTO dk_events (kind, at, bot_name) SELECT 'presence', '2026-11-20 00:00:00.000', 'a' FROM numbers
            """);
        var filter = new EventFilter { BotName = "b" };

        var (first, upToFirst) = await Get<IEventStore>().ReadAsync(0, filter, 100, default).DefaultTimeout();
        var (_, upToSecond) = await Get<IEventStore>().ReadAsync(upToFirst, filter, 100, default).DefaultTimeout();
        var (_, upToThird) = await Get<IEventStore>().ReadAsync(upToSecond, filter, 100, default).DefaultTimeout();

        Assert.Empty(first);
        Assert.Equal(
            [SqliteEventReader.MaxLookedAt, 2 * SqliteEventReader.MaxLookedAt, (2 * SqliteEventReader.MaxLookedAt) + 5],
            [upToFirst, upToSecond, upToThird]);
    }

    [Fact]
    public async Task ReadChatAsync_LongLines_EndThePage()
    {
        var text = new string('가', SqliteEventReader.MaxPageLength / 2);
        await Get<IChatLogStore>().AppendAsync([.. Enumerable.Range(0, 3).Select(_ => Samples.Entry(text))], default).DefaultTimeout();

        var (lines, upTo) = await Get<IEventStore>().ReadChatAsync(0, new EventFilter(), 100, default).DefaultTimeout();
        var (rest, end) = await Get<IEventStore>().ReadChatAsync(upTo, new EventFilter(), 100, default).DefaultTimeout();

        Assert.Equal([1, 2], lines.Select(line => (int)line.Id));
        Assert.Equal(3, Assert.Single(rest).Id);
        Assert.Equal((2L, 3L), (upTo, end));
    }

    [Fact]
    public async Task ReadAsync_BehindALongPurge_LooksAtWhatIsLeft()
    {
        await Fixture.ExecuteAsync("INSERT INTO dk_events (id, kind, at, bot_name) VALUES (5000000, 'room', '2026-11-20 00:00:00.000', 'a')");

        var (events, upTo) = await Get<IEventStore>().ReadAsync(0, new EventFilter(), 100, default).DefaultTimeout();

        Assert.Equal(5_000_000, Assert.Single(events).Id);
        Assert.Equal(5_000_000, upTo);
    }
}
