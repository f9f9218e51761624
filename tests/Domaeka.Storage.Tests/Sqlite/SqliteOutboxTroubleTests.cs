using Dapper;
using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Core.Storage;
using Domaeka.Storage.Sqlite;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests.Sqlite;

/// <summary>A database that is full, and tables of other programs that refuse what the outbox writes into them.</summary>
public sealed class SqliteOutboxTroubleTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    private IOutboxStore Outbox => _fixture.Services.GetRequiredService<IOutboxStore>();

    public Task InitializeAsync() => _fixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task ApplyAsync_NoSpaceLeft_ThrowsUnavailableStoresNoneAndRecovers()
    {
        await SetMaxPagesAsync(1);
        var batch = Enumerable.Range(0, 50).Select(number => OutboxSamples.Insert($"m{number}", OutboxSamples.Text(new string('x', 5000)))).ToList();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Outbox.ApplyAsync(batch, default)).DefaultTimeout();
        Assert.Empty(await Outbox.ListAsync(new OutboxQuery(), default).DefaultTimeout());

        await SetMaxPagesAsync(1_000_000);
        await Outbox.ApplyAsync(batch, default).DefaultTimeout();
        Assert.Equal(50, (await Outbox.ListAsync(new OutboxQuery(), default).DefaultTimeout()).Count);
    }

    [Fact]
    public async Task ApplyAsync_LogOfSchedulesRefusesTheRow_TheEndIsStoredAllTheSame()
    {
        await _fixture.ExecuteAsync("CREATE UNIQUE INDEX narrow ON kb_schedule_logs (schedule_id)");

        await SendAndEndAsync();

        Assert.Equal("1", await _fixture.ReadTextAsync("SELECT count(*) FROM kb_schedule_logs"));
    }

    [Fact]
    public async Task ApplyAsync_ScheduleRefusesTheChange_TheMessageIsStoredAllTheSame()
    {
        await _fixture.ExecuteAsync("CREATE UNIQUE INDEX narrow ON kb_schedule (last_sent_at)");
        await _fixture.ExecuteAsync("INSERT INTO kb_schedule (id, send_count) VALUES (0, 0), (1, 0)");

        await SendAndEndAsync();

        Assert.Equal("1", await _fixture.ReadTextAsync("SELECT sum(send_count) FROM kb_schedule"));
        Assert.Equal("2", await _fixture.ReadTextAsync("SELECT count(*) FROM dk_schedule_runs"));
    }

    [Fact]
    public async Task ApplyAsync_ChatLogRefusesTheLine_TheChangeIsStoredAllTheSame()
    {
        await _fixture.ExecuteAsync("CREATE UNIQUE INDEX narrow ON kb_chat_logs (message)");
        await Outbox.ApplyAsync([OutboxSamples.Insert("m1"), OutboxSamples.Insert("m2")], default).DefaultTimeout();

        var line = Samples.Entry("공지") with { IsOurBotResponse = true };
        var results = await Outbox.ApplyAsync(
            [OutboxSamples.Update(1, DeliveryState.Written) with { OwnLine = line }, OutboxSamples.Update(2, DeliveryState.Written) with { OwnLine = line }],
            default).DefaultTimeout();

        Assert.All(results, result => Assert.Equal(OutboxWriteOutcome.Stored, result.Outcome));
        Assert.Equal("1", await _fixture.ReadTextAsync("SELECT count(*) FROM kb_chat_logs"));
        Assert.Equal("2", await _fixture.ReadTextAsync("SELECT count(*) FROM dk_outbox WHERE state = 'written'"));
    }

    // Two messages in one transaction, of schedules 0 and 1 or, in the log, of the same one.
    private async Task SendAndEndAsync()
    {
        var results = await Outbox.ApplyAsync(
            [
                .. Enumerable.Range(0, 2).Select(number =>
                    OutboxSamples.Insert($"m{number}").Scheduled(new ScheduleOccurrence(number, Samples.Now)).With(header => header with { ScheduleId = 1 })),
                OutboxSamples.End(1, DeliveryState.Confirmed, 1), OutboxSamples.End(2, DeliveryState.Confirmed, 1),
            ],
            default).DefaultTimeout();

        Assert.All(results, result => Assert.Equal(OutboxWriteOutcome.Stored, result.Outcome));
        Assert.Equal("2", await _fixture.ReadTextAsync("SELECT count(*) FROM dk_outbox WHERE state = 'confirmed'"));
    }

    private Task SetMaxPagesAsync(int pages) => ((SqliteBackend)_fixture.Services.GetRequiredService<IStorageBackend>()).Database.WriteAsync(
        session => session.Connection.ExecuteScalar<long>($"PRAGMA max_page_count = {pages}"), default).DefaultTimeout();
}
