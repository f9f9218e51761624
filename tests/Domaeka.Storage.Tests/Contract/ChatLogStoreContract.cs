using Domaeka.Core.Chat;
using Domaeka.Core.Storage;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IChatLogStore"/> must do.</summary>
public abstract class ChatLogStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private IChatLogStore Store => Get<IChatLogStore>();

    [Fact]
    public async Task ListNewestAsync_EmptyLog_IsEmpty() =>
        Assert.Empty(await Store.ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout());

    [Fact]
    public async Task AppendAsync_EveryPropertySet_AllComeBackAfterRestart()
    {
        var entry = Samples.Entry("# echo 안녕하세요") with
        {
            MessageType = ChatMessageType.Reply,
            IsMention = true,
            IsOurBotResponse = true,
            IsScheduled = true,
        };

        await Store.AppendAsync([entry], default).DefaultTimeout();
        await Fixture.RestartAsync();

        Assert.Equal([entry], await ListAsync());
    }

    [Fact]
    public async Task AppendAsync_OnlyRequiredProperties_TheOthersStayEmpty()
    {
        var entry = new ChatLogEntry
        {
            Room = Samples.RoomKey,
            RoomName = "",
            Sender = "",
            UserHash = "",
            Message = "",
            ServerTimestamp = Samples.Now,
        };

        await Store.AppendAsync([entry], default).DefaultTimeout();

        Assert.Equal([entry], await ListAsync());
    }

    [Theory]
    [InlineData(ChatMessageType.Normal, "normal")]
    [InlineData(ChatMessageType.Command, "command")]
    [InlineData(ChatMessageType.Reply, "auto_reply")]
    [InlineData(ChatMessageType.Notice, "notice")]
    public async Task AppendAsync_MessageType_IsStoredAsTheWordThatReportsRead(ChatMessageType type, string word)
    {
        await Store.AppendAsync([Samples.Entry("x") with { MessageType = type }], default).DefaultTimeout();

        Assert.Equal(word, await Fixture.ReadTextAsync("SELECT message_type FROM kb_chat_logs"));
        Assert.Equal(type, (await ListAsync()).Single().MessageType);
    }

    [Theory]
    [InlineData("이모지 😀👨‍👩‍👧‍👦🇰🇷 한글 ﷽ é")]
    [InlineData("NUL \0 in the middle")]
    [InlineData("\0")]
    [InlineData("' \" \\ % _ ; -- /* \r\n\t \u0001\u001b\u200b\ufeff")]
    public async Task AppendAsync_OddText_ComesBackUnchanged(string text)
    {
        var entry = Samples.Entry(text) with { Sender = text, RoomName = text, UserHash = text };

        await Store.AppendAsync([entry], default).DefaultTimeout();

        Assert.Equal([entry], await ListAsync());
    }

    [Fact]
    public async Task AppendAsync_HalfASurrogatePair_BecomesTheReplacementCharacter()
    {
        await Store.AppendAsync([Samples.Entry("a\ud83db")], default).DefaultTimeout();

        Assert.Equal("a\ufffdb", (await ListAsync()).Single().Message);
    }

    [Fact]
    public async Task AppendAsync_LongestChatText_ComesBackUnchanged()
    {
        var entry = Samples.Entry(new string('가', 65_000));

        await Store.AppendAsync([entry, entry], default).DefaultTimeout();

        Assert.Equal([entry, entry], await ListAsync());
    }

    [Theory]
    [InlineData(30, 30)]
    [InlineData(31, 30)]
    [InlineData(500, 30)]
    public async Task AppendAsync_DirectiveOfThatLength_IsCutToFit(int length, int kept)
    {
        await Store.AppendAsync([Samples.Entry("x") with { Directive = new string('명', length) }], default).DefaultTimeout();

        Assert.Equal(new string('명', kept), (await ListAsync()).Single().Directive);
    }

    [Fact]
    public async Task AppendAsync_DirectiveCutWithinASurrogatePair_LosesThePair()
    {
        var directive = new string('x', 29) + "😀";

        await Store.AppendAsync([Samples.Entry("x") with { Directive = directive }], default).DefaultTimeout();

        Assert.Equal(new string('x', 29), (await ListAsync()).Single().Directive);
    }

    [Fact]
    public async Task AppendAsync_NoEntries_StoresNothing()
    {
        await Store.AppendAsync([], default).DefaultTimeout();

        Assert.Equal("0", await Fixture.ReadTextAsync("SELECT count(*) FROM kb_chat_logs"));
    }

    [Fact]
    public async Task AppendAsync_WritesBlocked_ThrowsUnavailableAndStoresNone()
    {
        await using (await Fixture.BlockWritesAsync())
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(
                () => Store.AppendAsync([Samples.Entry("lost")], default)).DefaultTimeout();
        }

        await Store.AppendAsync([Samples.Entry("kept")], default).DefaultTimeout();
        Assert.Equal(["kept"], (await ListAsync()).Select(entry => entry.Message));
    }

    [Fact]
    public async Task AppendAsync_CancelledBeforehand_StoresNone()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.AppendAsync([Samples.Entry("x")], new CancellationToken(true))).DefaultTimeout();

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task ListNewestAsync_MoreThanTheLimit_NewestFirst()
    {
        var entries = Enumerable.Range(0, 5).Select(second => Samples.Entry($"{second}", Samples.Now.AddSeconds(second)));
        await Store.AppendAsync([.. entries], default).DefaultTimeout();

        var newest = await Store.ListNewestAsync(Samples.RoomKey, 3, default).DefaultTimeout();

        Assert.Equal(["4", "3", "2"], newest.Select(entry => entry.Message));
    }

    [Fact]
    public async Task ListNewestAsync_OfOneInstant_LastAppendedFirst()
    {
        await Store.AppendAsync([Samples.Entry("question"), Samples.Entry("answer")], default).DefaultTimeout();

        Assert.Equal(["answer", "question"], (await ListAsync()).Select(entry => entry.Message));
    }

    [Fact]
    public async Task ListNewestAsync_ThousandsOfLinesInManyRooms_EachRoomListsItsOwn()
    {
        const int Rooms = 7;
        for (var batch = 0; batch < 30; batch++)
        {
            await Store.AppendAsync(
                [.. Enumerable.Range(batch * 500, 500).Select(number => Samples.Entry($"{number}") with { Room = RoomOf(number % Rooms) })],
                default).DefaultTimeout();
        }

        for (var room = 0; room < Rooms; room++)
        {
            var newest = await Store.ListNewestAsync(RoomOf(room), 1000, default).DefaultTimeout();
            var expected = Enumerable.Range(0, 15_000).Where(number => number % Rooms == room).Reverse().Take(1000);
            Assert.Equal(expected.Select(number => $"{number}"), newest.Select(entry => entry.Message));
        }

        static Domaeka.Core.Rooms.RoomKey RoomOf(int room) => new("LOA.i", $"room-{room}");
    }

    [Fact]
    public async Task ListNewestAsync_OtherBotOrRoom_IsNotListed()
    {
        await Store.AppendAsync(
            [
                Samples.Entry("x") with { Room = Samples.RoomKey with { BotName = "other" } },
                Samples.Entry("y") with { Room = Samples.RoomKey with { ChannelId = "other" } },
            ],
            default).DefaultTimeout();

        Assert.Empty(await ListAsync());
    }

    [Fact]
    public async Task AppendAsync_ManyWritersAndReadersAtOnce_EveryBatchIsSeenWhole()
    {
        const int Writers = 8;
        const int Batches = 25;
        const int BatchSize = 4;
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            do
            {
                var seen = await Store.ListNewestAsync(Samples.RoomKey, 1000, default);
                Assert.All(seen.CountBy(entry => entry.Message), batch => Assert.Equal(BatchSize, batch.Value));
            }
            while (!done.IsCancellationRequested);
        })).ToList();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var batch = 0; batch < Batches; batch++)
                await Store.AppendAsync([.. Enumerable.Repeat(Samples.Entry($"{writer}/{batch}"), BatchSize)], default);
        }))).DefaultTimeout();
        await done.CancelAsync();
        await Task.WhenAll(readers).DefaultTimeout();

        Assert.Equal(Writers * Batches * BatchSize, (await Store.ListNewestAsync(Samples.RoomKey, 1000, default).DefaultTimeout()).Count);
    }

    private Task<IReadOnlyList<ChatLogEntry>> ListAsync() => Store.ListNewestAsync(Samples.RoomKey, 100, default).DefaultTimeout();
}
