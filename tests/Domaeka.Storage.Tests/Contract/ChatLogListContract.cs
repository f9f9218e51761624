using Domaeka.Core.Chat;
using Domaeka.Core.Rooms;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What <see cref="IChatLogStore.ListAsync"/> must do on every storage.</summary>
public abstract class ChatLogListContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private static readonly RoomKey OtherRoom = Samples.RoomKey with { ChannelId = "other" };
    private static readonly RoomKey OtherBot = Samples.RoomKey with { BotName = "other" };
    private static readonly ChatLogQuery OfRoom = new() { BotName = Samples.RoomKey.BotName, ChannelId = Samples.RoomKey.ChannelId };

    private IChatLogStore Store => Get<IChatLogStore>();

    [Fact]
    public async Task ListAsync_EmptyLog_IsEmptyAndTheLastPage()
    {
        foreach (var query in new[] { new ChatLogQuery(), OfRoom, new() { Text = "x", From = Samples.Now, Before = Samples.Now.AddDays(1) } })
        {
            var page = await Store.ListAsync(query, default).DefaultTimeout();

            Assert.Empty(page.Lines);
            Assert.Null(page.NextBeforeId);
        }
    }

    [Fact]
    public async Task ListAsync_EveryPropertySet_AllComeBack()
    {
        var entry = Samples.Entry("# echo 안녕\0하세요 😀") with { IsMention = true, IsOurBotResponse = true, IsScheduled = true };
        await Store.AppendAsync([entry], default).DefaultTimeout();

        var line = Assert.Single((await Store.ListAsync(OfRoom, default).DefaultTimeout()).Lines);

        Assert.Equal(entry, line.Entry);
        Assert.True(line.Id > 0);
    }

    [Fact]
    public async Task ListAsync_Pages_GiveEveryLineOnceNewestFirst()
    {
        await AppendAsync([.. Enumerable.Range(0, 5).Select(number => Samples.Entry($"{number}"))]);

        var first = await Store.ListAsync(OfRoom with { Limit = 2 }, default).DefaultTimeout();
        var second = await Store.ListAsync(OfRoom with { Limit = 2, BeforeId = first.NextBeforeId }, default).DefaultTimeout();
        var third = await Store.ListAsync(OfRoom with { Limit = 2, BeforeId = second.NextBeforeId }, default).DefaultTimeout();

        Assert.Equal(["4", "3"], Texts(first));
        Assert.Equal(["2", "1"], Texts(second));
        Assert.Equal(["0"], Texts(third));
        Assert.Null(third.NextBeforeId);
        Assert.Equal(first.Lines.Select(line => line.Id).OrderDescending(), first.Lines.Select(line => line.Id));
    }

    [Fact]
    public async Task ListAsync_AsManyLinesAsFit_IsTheLastPage()
    {
        await AppendAsync(Samples.Entry("1"), Samples.Entry("2"));

        Assert.Null((await Store.ListAsync(OfRoom with { Limit = 2 }, default).DefaultTimeout()).NextBeforeId);
    }

    [Fact]
    public async Task ListAsync_RoomAndBot_NarrowTheList()
    {
        await AppendAsync(
            Samples.Entry("room"), Samples.Entry("other room") with { Room = OtherRoom }, Samples.Entry("other bot") with { Room = OtherBot });

        Assert.Equal(["room"], await ListAllAsync(OfRoom));
        Assert.Equal(["other room", "room"], await ListAllAsync(new() { BotName = Samples.RoomKey.BotName }));
        Assert.Equal(["other bot", "other room", "room"], await ListAllAsync(new()));
        Assert.Empty(await ListAllAsync(OfRoom with { ChannelId = "nowhere" }));
    }

    [Fact]
    public async Task ListAsync_Sender_IsTheWholeNameOrTheHash()
    {
        await AppendAsync(
            Samples.Entry("by name") with { Sender = "김철수", UserHash = "h1" },
            Samples.Entry("by hash") with { Sender = "홍길동", UserHash = "h2" },
            Samples.Entry("neither") with { Sender = "김철수2", UserHash = "h3" });

        Assert.Equal(["by name"], await ListAllAsync(new() { Sender = "김철수" }));
        Assert.Equal(["by hash"], await ListAllAsync(OfRoom with { Sender = "h2" }));
        Assert.Empty(await ListAllAsync(new() { Sender = "김" }));
    }

    [Fact]
    public async Task ListAsync_Text_IsFoundAnywhereAndTakenAsItIs()
    {
        await AppendAsync(Samples.Entry("입금 완료했어요"), Samples.Entry("100% 환불"), Samples.Entry("완료_A"), Samples.Entry("a\0완료b"));

        Assert.Equal(["a\0완료b", "완료_A", "입금 완료했어요"], await ListAllAsync(OfRoom with { Text = "완료" }));
        Assert.Equal(["100% 환불"], await ListAllAsync(new() { Text = "%" }));
        Assert.Equal(["완료_A"], await ListAllAsync(new() { Text = "_A" }));
        Assert.Empty(await ListAllAsync(new() { Text = "_a" }));
        Assert.Equal(["a\0완료b"], await ListAllAsync(new() { Text = "\0" }));
    }

    [Fact]
    public async Task ListAsync_OwnOrOthers_AreToldApart()
    {
        await AppendAsync(Samples.Entry("question"), Samples.Entry("answer") with { IsOurBotResponse = true });

        Assert.Equal(["answer"], await ListAllAsync(OfRoom with { IsOurBotResponse = true }));
        Assert.Equal(["question"], await ListAllAsync(OfRoom with { IsOurBotResponse = false }));
        Assert.Equal(["question"], await ListAllAsync(new() { IsOurBotResponse = false }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ListAsync_Times_BoundTheListOnceFromIncludedBeforeNot(bool ofRoom)
    {
        var query = ofRoom ? OfRoom : new();
        await AppendAsync([.. Enumerable.Range(0, 600).Select(minute => Samples.Entry($"{minute}", Samples.Now.AddMinutes(minute)))]);

        Assert.Equal(
            Enumerable.Range(200, 100).Reverse().Select(minute => $"{minute}"),
            await ListAllAsync(query with { From = Samples.Now.AddMinutes(200), Before = Samples.Now.AddMinutes(300) }));
        Assert.Equal(["599"], await ListAllAsync(query with { From = Samples.Now.AddMinutes(599) }));
        Assert.Equal(["0"], await ListAllAsync(query with { Before = Samples.Now.AddMinutes(1) }));
        Assert.Empty(await ListAllAsync(query with { From = Samples.Now.AddMinutes(600) }));
        Assert.Empty(await ListAllAsync(query with { Before = Samples.Now }));
        Assert.Equal(600, (await ListAllAsync(query with { From = DateTimeOffset.MinValue, Before = DateTimeOffset.MaxValue })).Count);
    }

    [Fact]
    public async Task ListAsync_TimesOutOfOrderBySeconds_NothingIsMissed()
    {
        await AppendAsync(
            [.. Enumerable.Range(0, 100).Select(number => Samples.Entry($"{number}", Samples.Now.AddSeconds(number ^ 0b1111)))]);

        var expected = Enumerable.Range(0, 100).Reverse().Where(number => (number ^ 0b1111) is >= 30 and < 60).Select(number => $"{number}");
        Assert.Equal(expected, await ListAllAsync(new() { From = Samples.Now.AddSeconds(30), Before = Samples.Now.AddSeconds(60) }));
    }

    [Fact]
    public async Task ListAsync_AllFiltersAtOnce_EachCounts()
    {
        var wanted = Samples.Entry("공구 마감", Samples.Now.AddMinutes(5)) with { Sender = "봇", IsOurBotResponse = true };
        await AppendAsync(
            wanted with { ServerTimestamp = Samples.Now },
            wanted,
            wanted with { Room = OtherRoom },
            wanted with { Message = "공구 시작" },
            wanted with { Sender = "사람" },
            wanted with { IsOurBotResponse = false },
            wanted with { ServerTimestamp = Samples.Now.AddMinutes(10) });

        var page = await Store.ListAsync(
            OfRoom with
            {
                Sender = "봇",
                Text = "마감",
                IsOurBotResponse = true,
                From = Samples.Now.AddMinutes(1),
                Before = Samples.Now.AddMinutes(9),
            },
            default).DefaultTimeout();

        Assert.Equal(wanted, Assert.Single(page.Lines).Entry);
    }

    [Fact]
    public async Task ListAsync_NarrowFilterOverManyLines_PagesEndEarlyAndLeadToIt()
    {
        await AppendAsync(Samples.Entry("바늘"));
        for (var batch = 0; batch < 9; batch++)
            await AppendAsync([.. Enumerable.Repeat(Samples.Entry("건초"), 5_000)]);

        foreach (var query in new[] { OfRoom with { Text = "바늘" }, new() { Text = "바늘" } })
        {
            var first = await Store.ListAsync(query, default).DefaultTimeout();

            Assert.Empty(first.Lines);
            Assert.NotNull(first.NextBeforeId);
            Assert.Equal(["바늘"], await ListAllAsync(query));
        }
    }

    [Fact]
    public async Task ListAsync_LongTexts_EndThePageBeforeItIsTooLarge()
    {
        await AppendAsync([.. Enumerable.Range(0, 40).Select(number => Samples.Entry(new string('가', 65_000 - number)))]);

        var page = await Store.ListAsync(OfRoom with { Limit = 1_000 }, default).DefaultTimeout();

        Assert.InRange(page.Lines.Count, 1, 15);
        Assert.NotNull(page.NextBeforeId);
        Assert.Equal(
            Enumerable.Range(0, 40).Reverse().Select(number => 65_000 - number),
            (await ListAllAsync(OfRoom with { Limit = 1_000 })).Select(text => text.Length));
    }

    [Fact]
    public async Task ListAsync_ThousandsOfLinesInManyRooms_EachRoomPagesThroughItsOwn()
    {
        const int Rooms = 7;
        for (var batch = 0; batch < 20; batch++)
        {
            await AppendAsync([.. Enumerable.Range(batch * 500, 500)
                .Select(number => Samples.Entry($"{number}") with { Room = new("LOA.i", $"room-{number % Rooms}") })]);
        }

        for (var room = 0; room < Rooms; room++)
        {
            var expected = Enumerable.Range(0, 10_000).Where(number => number % Rooms == room).Reverse().Select(number => $"{number}");
            Assert.Equal(expected, await ListAllAsync(new() { BotName = "LOA.i", ChannelId = $"room-{room}", Limit = 300 }));
        }
    }

    [Fact]
    public async Task ListAsync_CancelledBeforehand_Throws() => await Assert.ThrowsAnyAsync<OperationCanceledException>(
        () => Store.ListAsync(OfRoom, new CancellationToken(true))).DefaultTimeout();

    private static IEnumerable<string> Texts(ChatLogPage page) => page.Lines.Select(line => line.Entry.Message);

    private Task AppendAsync(params IReadOnlyList<ChatLogEntry> entries) => Store.AppendAsync(entries, default).DefaultTimeout();

    private async Task<List<string>> ListAllAsync(ChatLogQuery query)
    {
        var texts = new List<string>();
        while (true)
        {
            var page = await Store.ListAsync(query, default).DefaultTimeout();
            texts.AddRange(Texts(page));
            if (page.NextBeforeId is not { } next)
                return texts;
            query = query with { BeforeId = next };
        }
    }
}
