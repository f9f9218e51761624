using Domaeka.Core.Chat;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What <see cref="IChatLogStore.PurgeAsync"/> must do on every storage.</summary>
public abstract class ChatLogPurgeContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private static readonly RoomKey Other = Samples.RoomKey with { ChannelId = "other" };

    private IChatLogStore Store => Get<IChatLogStore>();

    [Fact]
    public async Task PurgeAsync_EmptyLog_DeletesNothing() => Assert.Equal(0, await PurgeAsync(Samples.Now));

    [Fact]
    public async Task PurgeAsync_OldAndYoungLines_OnlyTheOldGo()
    {
        await AppendDaysAsync(Samples.RoomKey, 0, 5);

        Assert.Equal(3, await PurgeAsync(Samples.Now.AddDays(3)));

        Assert.Equal(["4", "3"], await ListAsync(Samples.RoomKey));
    }

    [Fact]
    public async Task PurgeAsync_OtherRoomsAndBots_KeepTheirs()
    {
        var otherBot = Samples.RoomKey with { BotName = "other" };
        await AppendDaysAsync(Other, 0, 2);
        await AppendDaysAsync(otherBot, 0, 2);
        await AppendDaysAsync(Samples.RoomKey, 0, 2);

        Assert.Equal(1, await PurgeAsync(Samples.Now.AddDays(1)));

        Assert.Equal(2, (await ListAsync(Other)).Count);
        Assert.Equal(2, (await ListAsync(otherBot)).Count);
    }

    [Fact]
    public async Task PurgeAsync_MoreThanTheLimit_TheOldestGoFirst()
    {
        await AppendDaysAsync(Samples.RoomKey, 0, 10);

        Assert.Equal(4, await PurgeAsync(Samples.Now.AddDays(6), 4));
        Assert.Equal(["9", "8", "7", "6", "5", "4"], await ListAsync(Samples.RoomKey));
        Assert.Equal(2, await PurgeAsync(Samples.Now.AddDays(6), 4));

        Assert.Equal(["9", "8", "7", "6"], await ListAsync(Samples.RoomKey));
        Assert.Equal(0, await PurgeAsync(Samples.Now.AddDays(6), 4));
    }

    [Fact]
    public async Task PurgeAsync_NewestLineOfTheLog_StaysSoThatNumbersAreNotGivenOutAgain()
    {
        await AppendDaysAsync(Samples.RoomKey, 0, 3);
        var newest = (await NumbersAsync(Samples.RoomKey))[0];

        Assert.Equal(2, await PurgeAsync(Samples.Now.AddYears(1)));
        Assert.Equal(0, await PurgeAsync(Samples.Now.AddYears(1)));
        await AppendDaysAsync(Samples.RoomKey, 3, 1);

        Assert.Equal([newest + 1, newest], await NumbersAsync(Samples.RoomKey));
    }

    [Fact]
    public async Task PurgeAsync_LinesOfAWrongClockBetween_DoNotKeepThoseBehindThem()
    {
        await AppendAsync(Samples.Entry("from the future", Samples.Now.AddYears(10)));
        await AppendDaysAsync(Samples.RoomKey, 0, 3);

        Assert.Equal(2, await PurgeAsync(Samples.Now.AddDays(2)));

        Assert.Equal(["2", "from the future"], await ListAsync(Samples.RoomKey));
    }

    [Fact]
    public async Task PurgeAsync_ThousandsOfLinesInManyRooms_DeletesExactlyTheOldOnesOfTheRoom()
    {
        const int Rooms = 7;
        const int Lines = 15_000;
        for (var batch = 0; batch < Lines; batch += 500)
        {
            await AppendAsync([.. Enumerable.Range(batch, 500)
                .Select(number => Samples.Entry($"{number}", Samples.Now.AddSeconds(number)) with { Room = RoomOf(number) })]);
        }

        // Of the second room nothing is old, of the third all but the newest line is, also what no index holds yet.
        Assert.Equal(1_429, await PurgeAllAsync(RoomOf(0), Samples.Now.AddSeconds(10_000)));
        Assert.Equal(0, await PurgeAllAsync(RoomOf(1), Samples.Now));
        Assert.Equal(2_143, await PurgeAllAsync(RoomOf(2), Samples.Now.AddDays(1)));

        Assert.Equal(Remaining(0).Where(number => number >= 10_000).Select(number => $"{number}"), await ListAsync(RoomOf(0)));
        Assert.Equal(Remaining(1).Select(number => $"{number}"), await ListAsync(RoomOf(1)));
        Assert.Empty(await ListAsync(RoomOf(2)));

        static RoomKey RoomOf(int number) => new("LOA.i", $"room-{number % Rooms}");
        static IEnumerable<int> Remaining(int room) => Enumerable.Range(0, Lines).Where(number => number % Rooms == room).Reverse();
    }

    [Fact]
    public async Task PurgeAsync_WritesBlocked_ThrowsUnavailableAndDeletesNothing()
    {
        await AppendDaysAsync(Samples.RoomKey, 0, 3);
        await using (await Fixture.BlockWritesAsync())
            await Assert.ThrowsAsync<StorageUnavailableException>(() => PurgeAsync(Samples.Now.AddDays(2)));

        Assert.Equal(3, (await ListAsync(Samples.RoomKey)).Count);
    }

    private Task AppendAsync(params IReadOnlyList<ChatLogEntry> entries) => Store.AppendAsync(entries, default).DefaultTimeout();

    private Task AppendDaysAsync(RoomKey room, int first, int count) => AppendAsync(
        [.. Enumerable.Range(first, count).Select(day => Samples.Entry($"{day}", Samples.Now.AddDays(day)) with { Room = room })]);

    private Task<int> PurgeAsync(DateTimeOffset before, int limit = 1_000) =>
        Store.PurgeAsync(Samples.RoomKey, before, limit, default).DefaultTimeout();

    private async Task<int> PurgeAllAsync(RoomKey room, DateTimeOffset before)
    {
        const int Limit = 500;
        var all = 0;
        int deleted;
        do
        {
            deleted = await Store.PurgeAsync(room, before, Limit, default).DefaultTimeout();
            all += deleted;
        }
        while (deleted == Limit);
        return all;
    }

    private async Task<List<long>> NumbersAsync(RoomKey room) => [.. (await ReadAsync(room)).Select(line => line.Id)];

    private async Task<List<string>> ListAsync(RoomKey room) => [.. (await ReadAsync(room)).Select(line => line.Entry.Message)];

    private async Task<List<StoredChatLine>> ReadAsync(RoomKey room)
    {
        var query = new ChatLogQuery { BotName = room.BotName, ChannelId = room.ChannelId, Limit = 1_000 };
        var lines = new List<StoredChatLine>();
        while (true)
        {
            var page = await Store.ListAsync(query, default).DefaultTimeout();
            lines.AddRange(page.Lines);
            if (page.NextBeforeId is not { } next)
                return lines;
            query = query with { BeforeId = next };
        }
    }
}
