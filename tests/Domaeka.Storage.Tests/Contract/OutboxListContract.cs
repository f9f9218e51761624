using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IOutboxStore"/> must do when messages are listed.</summary>
public abstract class OutboxListContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private const int Count = 240;

    private static readonly string[] Bots = ["A", "B", "b"];
    private static readonly string[] Channels = ["1", "2"];
    private static readonly DeliveryState[] States = Enum.GetValues<DeliveryState>();

    private IOutboxStore Outbox => Get<IOutboxStore>();

    [Fact]
    public async Task ListAsync_Nothing_IsEmpty()
    {
        Assert.Empty(await ListAsync(new OutboxQuery()));
        Assert.Empty(await ListAsync(new OutboxQuery { BotName = "A", CreatedFrom = Samples.Now, CreatedBefore = Samples.Now }));
    }

    [Fact]
    public async Task ListAsync_EveryCombinationOfFilters_GivesWhatLookingAtEachMessageGives()
    {
        var all = await AddAsync();
        var from = Samples.Now.AddMinutes(60);
        var before = Samples.Now.AddMinutes(190);

        foreach (var bot in new[] { null, "A", "b", "none" })
        {
            foreach (var channel in bot is null ? new string?[] { null } : [null, "2"])
            {
                foreach (var state in new DeliveryState?[] { null, DeliveryState.Written, DeliveryState.Confirmed, DeliveryState.Uncertain })
                {
                    foreach (var schedule in new long?[] { null, 3 })
                    {
                        foreach (var (start, end) in new (DateTimeOffset?, DateTimeOffset?)[] { (null, null), (from, null), (null, before), (from, before) })
                        {
                            var query = new OutboxQuery
                            {
                                BotName = bot,
                                ChannelId = channel,
                                State = state,
                                ScheduleId = schedule,
                                CreatedFrom = start,
                                CreatedBefore = end,
                                Limit = 7,
                            };
                            var expected = all.Where(header => Matches(query, header)).OrderByDescending(header => header.Sequence).ToList();
                            Assert.Equal(expected, await ListAllAsync(query));
                        }
                    }
                }
            }
        }
    }

    [Fact]
    public async Task ListAsync_NoFilter_GivesContentsToo()
    {
        await AddAsync();

        var newest = Assert.Single(await ListAsync(new OutboxQuery { Limit = 1 }));

        Assert.Equal($"text {Count}", Assert.IsType<TextContent>(Assert.Single(newest.Parts).Content).Text);
    }

    [Fact]
    public async Task ListAsync_TimesOutOfOrder_AreFoundWithinTheMinute()
    {
        await ApplyAsync(
            [.. new[] { 0, 100, 50, 130, 90, 300 }.Select(
                (second, place) => OutboxSamples.Insert($"m{place}").With(header => header with { CreatedAt = Samples.Now.AddSeconds(second) }))]);

        var found = await ListAsync(new OutboxQuery { CreatedFrom = Samples.Now.AddSeconds(90), CreatedBefore = Samples.Now.AddSeconds(130) });

        Assert.Equal(["m4", "m1"], found.Select(message => message.Header.Id));
    }

    [Fact]
    public async Task ListAsync_NumbersMissing_FindsTheTimeAllTheSame()
    {
        await AddAsync();
        await Outbox.PurgeAsync(DateTimeOffset.MaxValue.AddYears(-1), 10_000, default).DefaultTimeout();
        var left = await ListAllAsync(new OutboxQuery());

        var query = new OutboxQuery { CreatedFrom = Samples.Now.AddMinutes(33), CreatedBefore = Samples.Now.AddMinutes(151), Limit = 7 };

        Assert.NotEmpty(left);
        Assert.Equal(left.Where(header => Matches(query, header)), await ListAllAsync(query));
    }

    [Fact]
    public async Task ListAsync_StateOfANewerProgram_IsListedWithItsRoom()
    {
        await AddAsync();
        await Fixture.ExecuteAsync("UPDATE dk_outbox SET state = 'teleported' WHERE seq IN (SELECT seq FROM dk_outbox ORDER BY seq DESC LIMIT 100)");

        var all = await ListAllAsync(new OutboxQuery());

        Assert.Equal(Count, all.Count);
        Assert.Equal(
            all.Where(header => header.Room == new RoomKey("A", "1")), await ListAllAsync(new OutboxQuery { BotName = "A", ChannelId = "1", Limit = 7 }));
    }

    private static bool Matches(OutboxQuery query, OutboxHeader header) =>
        (query.BotName is null || header.Room.BotName == query.BotName)
        && (query.ChannelId is null || header.Room.ChannelId == query.ChannelId)
        && (query.State is null || header.Progress.State == query.State)
        && (query.ScheduleId is null || header.ScheduleId == query.ScheduleId)
        && (query.CreatedFrom is null || header.CreatedAt >= query.CreatedFrom)
        && (query.CreatedBefore is null || header.CreatedAt < query.CreatedBefore);

    // A minute apart, mixed by counting in different measures; some of every state have ended.
    private async Task<List<OutboxHeader>> AddAsync()
    {
        var headers = new List<OutboxHeader>();
        for (var number = 1; number <= Count; number++)
        {
            var state = States[number % 7 % States.Length];
            headers.Add(OutboxSamples.Header($"m{number}") with
            {
                Room = new RoomKey(Bots[number % 3], Channels[number % 2]),
                ScheduleId = number % 5 == 0 ? number % 4 : null,
                CreatedAt = Samples.Now.AddMinutes(number),
                Progress = new DeliveryProgress { State = state, EndedAt = number % 11 < 6 ? Samples.Now.AddMinutes(number + 1) : null },
            });
        }

        var results = await ApplyAsync(
            [.. headers.Select((header, place) =>
                new OutboxInsert(new OutboxMessage(header, [OutboxSamples.Text($"text {place + 1}")])))]);
        return [.. headers.Zip(results, (header, result) => header with { Sequence = result.Sequence })];
    }

    private async Task<List<OutboxHeader>> ListAllAsync(OutboxQuery query)
    {
        var headers = new List<OutboxHeader>();
        while (true)
        {
            var page = await ListAsync(query with { BeforeSequence = headers.Count > 0 ? headers[^1].Sequence : null });
            Assert.InRange(page.Count, 0, query.Limit);
            headers.AddRange(page.Select(message => message.Header));
            if (page.Count < query.Limit)
                return headers;
        }
    }

    private Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(params IReadOnlyList<OutboxWrite> writes) =>
        Outbox.ApplyAsync(writes, default).DefaultTimeout();

    private Task<IReadOnlyList<OutboxMessage>> ListAsync(OutboxQuery query) => Outbox.ListAsync(query, default).DefaultTimeout();
}
