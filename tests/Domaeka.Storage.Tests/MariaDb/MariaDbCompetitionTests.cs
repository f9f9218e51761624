using Domaeka.Core.Access;
using Domaeka.Core.Chat;
using Domaeka.Core.Events;
using Domaeka.Core.Outbox;
using Domaeka.TestKit;
using Domaeka.TestKit.MariaDb;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;

namespace Domaeka.Storage.Tests.MariaDb;

/// <summary>Three servers on one database at once.</summary>
public sealed class MariaDbCompetitionTests : IAsyncLifetime
{
    private readonly List<IHost> _hosts = [];
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        await StartAsync(3);
    }

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts)
            await ((IAsyncDisposable)host).DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task StartAsync_ManyAtOnce_NoneIsInTheOthersWay()
    {
        const string Rows = "dk_commit_order";
        await _database.ExecuteAsync($"DELETE FROM {Rows}");

        await StartAsync(12);

        Assert.Equal(["chat", "events"], await _database.QueryAsync($"SELECT name FROM {Rows} ORDER BY name"));
    }

    [Fact]
    public async Task ApplyAsync_ServersSendTheSameOccurrencesAndRequests_EachIsStoredOnce()
    {
        var results = await Task.WhenAll(_hosts.Select((host, place) => SendAsync(host.Services, $"{place}"))).DefaultTimeout();

        for (var number = 0; number < results[0].Count; number++)
        {
            var outcomes = results.Select(result => result[number]).ToList();
            Assert.Single(outcomes, outcome => outcome.Occurrence == OutboxWriteOutcome.Stored);
            Assert.Equal(2, outcomes.Count(outcome => outcome.Occurrence == OutboxWriteOutcome.OccurrenceTaken));
            Assert.Single(outcomes, outcome => outcome.Request == OutboxWriteOutcome.Stored);
            Assert.Equal(2, outcomes.Count(outcome => outcome.Request == OutboxWriteOutcome.Repeated));
        }

        Assert.Equal(["300 150 150"], await _database.QueryAsync(
            "SELECT concat_ws(' ', (SELECT count(*) FROM dk_outbox), (SELECT count(*) FROM dk_schedule_runs), (SELECT count(*) FROM dk_requests))"));
    }

    [Fact]
    public async Task ApplyAsync_AnotherMessageIsLocked_DoesNotWaitForIt()
    {
        var outbox = _hosts[0].Services.GetRequiredService<IOutboxStore>();
        var sent = await outbox.ApplyAsync([OutboxSamples.Insert("a"), OutboxSamples.Insert("b"), OutboxSamples.Insert("c")], default);
        await using var connection = await _database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted);
        await using var command = new MySqlCommand($"SELECT id FROM dk_outbox FORCE INDEX (PRIMARY) WHERE seq = {sent[2].Sequence} FOR UPDATE", connection, transaction);
        await command.ExecuteNonQueryAsync();

        var result = await outbox.ApplyAsync([OutboxSamples.Update(sent[1].Sequence, Core.Delivery.DeliveryState.Written)], default).DefaultTimeout();

        Assert.Equal(OutboxWriteOutcome.Stored, Assert.Single(result).Outcome);
        Assert.Equal(["written"], await _database.QueryAsync("SELECT state FROM dk_outbox WHERE id = 'b'"));
    }

    [Fact]
    public async Task ReadAsync_SeveralServersAppend_NothingBecomesVisibleBehindWhatWasRead()
    {
        const int Batches = 60;
        using var done = new CancellationTokenSource();
        var events = _hosts[0].Services.GetRequiredService<IEventStore>();
        var follower = Task.Run(async () =>
        {
            var (ids, lines) = (new List<long>(), new List<long>());
            var (eventPosition, chatPosition) = (0L, 0L);
            while (true)
            {
                var last = done.IsCancellationRequested;
                var (read, upTo) = await events.ReadAsync(eventPosition, new EventFilter(), 50, default);
                var (chat, chatUpTo) = await events.ReadChatAsync(chatPosition, new EventFilter(), 50, default);
                (eventPosition, chatPosition) = (upTo, chatUpTo);
                ids.AddRange(read.Select(news => news.Id));
                lines.AddRange(chat.Select(line => line.Id));
                if (last && read.Count + chat.Count == 0)
                    return (ids, lines);
            }
        });

        await Task.WhenAll(_hosts.SelectMany(host => new[]
        {
            Task.Run(async () =>
            {
                for (var batch = 0; batch < Batches; batch++)
                    await host.Services.GetRequiredService<IChatLogStore>().AppendAsync([Samples.Entry("a"), Samples.Entry("b")], default);
            }),
            Task.Run(async () =>
            {
                for (var batch = 0; batch < Batches; batch++)
                {
                    var id = $"{Guid.NewGuid():N}";
                    var sent = await host.Services.GetRequiredService<IOutboxStore>().ApplyAsync([OutboxSamples.Insert(id)], default);
                    await host.Services.GetRequiredService<IOutboxStore>().ApplyAsync(
                        [OutboxSamples.Update(sent[0].Sequence, Core.Delivery.DeliveryState.Written) with { OwnLine = Samples.Entry("own") }], default);
                }
            }),
            Task.Run(async () =>
            {
                for (var batch = 0; batch < Batches; batch++)
                {
                    await host.Services.GetRequiredService<IEventStore>().AppendAsync(
                        [new ServerEvent { Kind = ServerEventKind.Presence, At = Samples.Now, BotName = "b", IsOnline = true }], default);
                }
            }),
        })).DefaultTimeout();
        await done.CancelAsync();
        var (seen, seenLines) = await follower.DefaultTimeout();

        Assert.Equal(Enumerable.Range(1, 3 * 3 * Batches).Select(number => (long)number), seen);
        Assert.Equal(3 * 3 * Batches, seenLines.Count);
        Assert.Equal(seenLines.Order(), seenLines);
    }

    [Fact]
    public async Task AddAsync_SameKeyEverywhere_OneIsStoredAndTheOthersAreRefused()
    {
        var stores = _hosts.Select(host => host.Services.GetRequiredService<IApiKeyStore>()).ToList();

        var outcomes = await Task.WhenAll(stores.Select(async store =>
        {
            try
            {
                await store.AddAsync(Samples.Key(), default);
                return true;
            }
            catch (Core.Storage.StorageRejectedException)
            {
                return false;
            }
        })).DefaultTimeout();

        Assert.Single(outcomes, outcome => outcome);
    }

    private async Task StartAsync(int count) => _hosts.AddRange(await Task.WhenAll(Enumerable.Range(0, count).Select(_ => StorageHost.StartAsync(options =>
    {
        options.Provider = "MariaDB";
        options.ConnectionString = _database.ConnectionString;
    }))));

    private static async Task<List<(OutboxWriteOutcome Occurrence, OutboxWriteOutcome Request)>> SendAsync(IServiceProvider services, string prefix)
    {
        var outcomes = new List<(OutboxWriteOutcome, OutboxWriteOutcome)>();
        for (var number = 0; number < 150; number++)
        {
            var results = await services.GetRequiredService<IOutboxStore>().ApplyAsync(
                [
                    OutboxSamples.Insert($"{prefix}o{number}").Scheduled(new ScheduleOccurrence(number % 3, Samples.Now.AddMinutes(number))),
                    OutboxSamples.Insert($"{prefix}r{number}").Requested($"request {number}"),
                ],
                default);
            outcomes.Add((results[0].Outcome, results[1].Outcome));
        }

        return outcomes;
    }
}
