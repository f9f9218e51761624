using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Core.Storage;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests.MariaDb;

/// <summary>Tables of other programs that refuse what the outbox writes into them.</summary>
public sealed class MariaDbOutboxTroubleTests : IAsyncLifetime
{
    private readonly MariaDbFixture _fixture = new();

    private IOutboxStore Outbox => _fixture.Services.GetRequiredService<IOutboxStore>();

    public Task InitializeAsync() => _fixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

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
        await _fixture.ExecuteAsync("INSERT INTO kb_schedule (id, send_count) VALUES (1, 0), (2, 0)");

        await SendAndEndAsync();

        Assert.Equal("1", await _fixture.ReadTextAsync("SELECT sum(send_count) FROM kb_schedule"));
        Assert.Equal("2", await _fixture.ReadTextAsync("SELECT count(*) FROM dk_schedule_runs"));
    }

    [Fact]
    public async Task ApplyAsync_TriggerOfAnotherRaisesAnError_IsRejectedAndNothingIsStored()
    {
        await _fixture.ExecuteAsync("CREATE TRIGGER no BEFORE UPDATE ON kb_schedule FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'");
        await _fixture.ExecuteAsync("INSERT INTO kb_schedule (id, send_count) VALUES (1, 0)");

        await Assert.ThrowsAsync<StorageRejectedException>(
            () => Outbox.ApplyAsync([OutboxSamples.Insert().Scheduled(new ScheduleOccurrence(1, Samples.Now))], default)).DefaultTimeout();

        Assert.Equal("0", await _fixture.ReadTextAsync("SELECT count(*) FROM dk_outbox"));
    }

    [Fact]
    public async Task ApplyAsync_ChatLogRefusesTheLine_TheChangeIsStoredAllTheSame()
    {
        await _fixture.ExecuteAsync("CREATE UNIQUE INDEX narrow ON kb_chat_logs (message(100))");
        await Outbox.ApplyAsync([OutboxSamples.Insert("m1"), OutboxSamples.Insert("m2")], default).DefaultTimeout();

        var line = Samples.Entry("공지") with { IsOurBotResponse = true };
        var results = await Outbox.ApplyAsync(
            [OutboxSamples.Update(1, DeliveryState.Written) with { OwnLine = line }, OutboxSamples.Update(2, DeliveryState.Written) with { OwnLine = line }],
            default).DefaultTimeout();

        Assert.All(results, result => Assert.Equal(OutboxWriteOutcome.Stored, result.Outcome));
        Assert.Equal("1", await _fixture.ReadTextAsync("SELECT count(*) FROM kb_chat_logs"));
        Assert.Equal("2", await _fixture.ReadTextAsync("SELECT count(*) FROM dk_outbox WHERE state = 'written'"));
    }

    [Fact]
    public async Task ApplyAsync_ThousandsOfChangesAtOnce_AreEachStored()
    {
        var inserts = Enumerable.Range(0, 2_500).Select(number =>
            OutboxSamples.Insert($"m{number}", OutboxSamples.Text(new string('가', number))).Requested($"r{number}") with { Attempt = OutboxSamples.Attempt() }).ToList();
        var stored = await Outbox.ApplyAsync(inserts, default).DefaultTimeout();
        var ends = stored.Select((result, place) => OutboxSamples.End(
            result.Sequence, place % 2 == 0 ? DeliveryState.Confirmed : DeliveryState.Failed, 1, Samples.Now.AddMilliseconds(place))).ToList();

        await Outbox.ApplyAsync(ends, default).DefaultTimeout();

        Assert.Equal(Enumerable.Range((int)stored[0].Sequence, 2_500), stored.Select(result => (int)result.Sequence));
        Assert.Equal("1250 1250 2500 5000", await _fixture.ReadTextAsync(
            "SELECT concat_ws(' ', sum(state = 'confirmed'), sum(state = 'failed'), (SELECT count(*) FROM dk_requests), (SELECT count(*) FROM dk_events)) FROM dk_outbox"));
        Assert.Equal("2500", await _fixture.ReadTextAsync(
            "SELECT count(*) FROM dk_outbox JOIN dk_contents ON message_seq = seq WHERE char_length(content) = 13 + substring(id, 2) AND ended_at = '2026-11-20 03:04:05.678' + INTERVAL substring(id, 2) * 1000 MICROSECOND"));
    }

    // Two messages in one transaction, of schedules 1 and 2 or, in the log, of the same one.
    private async Task SendAndEndAsync()
    {
        var results = await Outbox.ApplyAsync(
            [
                .. Enumerable.Range(1, 2).Select(number =>
                    OutboxSamples.Insert($"m{number}").Scheduled(new ScheduleOccurrence(number, Samples.Now)).With(header => header with { ScheduleId = 1 })),
                OutboxSamples.End(1, DeliveryState.Confirmed, 1), OutboxSamples.End(2, DeliveryState.Confirmed, 1),
            ],
            default).DefaultTimeout();

        Assert.All(results, result => Assert.Equal(OutboxWriteOutcome.Stored, result.Outcome));
        Assert.Equal("2", await _fixture.ReadTextAsync("SELECT count(*) FROM dk_outbox WHERE state = 'confirmed'"));
    }
}
