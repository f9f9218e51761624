using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IOutboxStore"/> must do with messages that a schedule sends.</summary>
public abstract class OutboxScheduleContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private const string ReadSchedule =
        "SELECT last_sent_at || '|' || coalesce(next_send_at, '') || '|' || send_count || '|' || status || '|' || coalesce(updated_at, '') FROM kb_schedule";

    // 12:04:00 in Seoul; accepted 5.678 s later.
    private static readonly ScheduleOccurrence Occurrence =
        new(5, Samples.Now.AddMilliseconds(-5_678)) { NextDueAt = Samples.Now.AddMilliseconds(-5_678).AddDays(1) };

    private IOutboxStore Outbox => Get<IOutboxStore>();

    [Fact]
    public async Task ApplyAsync_Occurrence_IsRecordedAndTheScheduleMovesOn()
    {
        await AddScheduleAsync();

        var sequence = await SendAsync(OutboxSamples.Insert().Scheduled(Occurrence));

        Assert.Equal("2026-11-20 12:04:05|2026-11-21 12:04:00|4|active|2026-11-20 12:04:05", await Fixture.ReadTextAsync(ReadSchedule));
        Assert.Equal(
            $"5|2026-11-20 03:04:00.000|2026-11-20 03:04:05.678|0|{sequence}|",
            await Fixture.ReadTextAsync(
                "SELECT schedule_id || '|' || due_at || '|' || started_at || '|' || is_manual || '|' || message_seq || '|' || coalesce(skip_reason, '') FROM dk_schedule_runs"));
    }

    [Fact]
    public async Task ApplyAsync_OccurrenceTaken_StoresNothing()
    {
        await AddScheduleAsync();
        await SendAsync(OutboxSamples.Insert("m1").Scheduled(Occurrence));
        await Fixture.RestartAsync();

        var results = await ApplyAsync(
            OutboxSamples.Insert("m2").Scheduled(Occurrence).Requested("r2"),
            OutboxSamples.Insert("m3").Scheduled(Occurrence with { ScheduleId = 6 }),
            OutboxSamples.Insert("m4").Scheduled(Occurrence with { DueAt = Occurrence.DueAt.AddMilliseconds(1) }));

        Assert.Equal(
            [OutboxWriteOutcome.OccurrenceTaken, OutboxWriteOutcome.Stored, OutboxWriteOutcome.Stored], results.Select(result => result.Outcome));
        Assert.Equal(0, results[0].Sequence);
        Assert.Equal("0", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_requests"));
        Assert.Equal("3", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_events"));
        Assert.Equal("5", await Fixture.ReadTextAsync("SELECT send_count FROM kb_schedule"));
    }

    [Fact]
    public async Task ApplyAsync_OccurrenceSkippedBefore_IsTaken()
    {
        await Fixture.ExecuteAsync(
            "INSERT INTO dk_schedule_runs (schedule_id, due_at, started_at, skip_reason) VALUES (5, '2026-11-20 03:04:00.000', 'x', 'late')");

        var result = Assert.Single(await ApplyAsync(OutboxSamples.Insert().Scheduled(Occurrence)));

        Assert.Equal(OutboxWriteOutcome.OccurrenceTaken, result.Outcome);
    }

    [Fact]
    public async Task ApplyAsync_ManualRun_OnlyCounts()
    {
        await AddScheduleAsync();

        await SendAsync(OutboxSamples.Insert().Scheduled(Occurrence with { IsManual = true, NextDueAt = null, CompletesSchedule = true }));

        Assert.Equal("2026-11-20 12:04:05|2026-11-20 12:04:00|4|active|", await Fixture.ReadTextAsync(ReadSchedule));
        Assert.Equal("1", await Fixture.ReadTextAsync("SELECT is_manual FROM dk_schedule_runs"));
    }

    [Theory]
    [InlineData("active", "completed")]
    [InlineData(" Active", "completed")]
    [InlineData("cancelled", "cancelled")]
    [InlineData("inactive", "inactive")]
    public async Task ApplyAsync_LastOccurrence_CompletesAScheduleThatNobodyStopped(string status, string expected)
    {
        await AddScheduleAsync(status);

        await SendAsync(OutboxSamples.Insert().Scheduled(Occurrence with { NextDueAt = null, CompletesSchedule = true }));

        Assert.Equal($"2026-11-20 12:04:05||4|{expected}|2026-11-20 12:04:05", await Fixture.ReadTextAsync(ReadSchedule));
    }

    [Fact]
    public async Task ApplyAsync_ScheduleGone_SendsAllTheSame()
    {
        await SendAsync(OutboxSamples.Insert().Scheduled(Occurrence));

        Assert.Equal("1", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_schedule_runs"));
    }

    [Fact]
    public async Task ApplyAsync_EndsConfirmed_LogsSuccess()
    {
        MessagePart[] parts =
        [
            OutboxSamples.Text("공동구매"), OutboxSamples.Text("둘째"),
            OutboxSamples.Pictures(MediaItem.FromFile(OutboxSamples.File)),
            OutboxSamples.Pictures(MediaItem.FromFile(OutboxSamples.File)),
            OutboxSamples.Pictures(MediaItem.FromUri(new Uri("https://shop.example/1.png"))) with { PauseBefore = TimeSpan.FromSeconds(1) },
        ];
        var sequence = await SendAsync(OutboxSamples.Insert("m1", parts).Scheduled(Occurrence));

        await ApplyAsync(OutboxSamples.Update(sequence, DeliveryState.Written), OutboxSamples.End(sequence, DeliveryState.Confirmed, 5));

        Assert.Equal("5|18429813|success|text,images_1,images_2", await ReadLogAsync("schedule_id, target_room_id, status, send_components"));
        Assert.Equal("공동구매\n둘째", await ReadLogAsync("sent_message_text"));
        var file = $$"""{"hash":"{{OutboxSamples.File.Hash}}","size":1234}""";
        Assert.Equal($"[{file},{file}]", await ReadLogAsync("sent_images_1"));
        Assert.Equal("""[{"url":"https://shop.example/1.png"}]""", await ReadLogAsync("sent_images_2"));
        Assert.Equal("""{"message_id":"m1","state":"confirmed"}""", await ReadLogAsync("api_response"));
        Assert.Equal("", await ReadLogAsync("error_message"));
        Assert.Equal(
            "2026-11-20 12:04:00|2026-11-20 12:04:05|2026-11-20 12:04:10|5000|2026-11-20 12:04:10",
            await ReadLogAsync("scheduled_at, started_at, completed_at, duration_ms, created_at"));
    }

    [Theory]
    [InlineData(DeliveryState.Uncertain, DeliveryReason.LinkLost, 1, "partial", "text", "link_lost")]
    [InlineData(DeliveryState.Failed, DeliveryReason.MediaMissing, 1, "partial", "text", "media_missing")]
    [InlineData(DeliveryState.Failed, DeliveryReason.LineTooLong, 0, "failed", "", "line_too_long")]
    [InlineData(DeliveryState.Expired, DeliveryReason.Expired, 0, "failed", "", "expired")]
    [InlineData(DeliveryState.Cancelled, DeliveryReason.CancelledByCaller, 0, "failed", "", "cancelled_by_caller")]
    [InlineData(DeliveryState.Cancelled, DeliveryReason.Collapsed, 0, "failed", "", "collapsed")]
    [InlineData(DeliveryState.Failed, DeliveryReason.NotEncodable, 0, "failed", "", "not_encodable")]
    public async Task ApplyAsync_EndsOtherwise_LogsWhatArrivedAndWhy(
        DeliveryState state, DeliveryReason reason, int confirmed, string status, string components, string word)
    {
        var sequence = await SendAsync(
            OutboxSamples.Insert("m1", OutboxSamples.Text("x"), OutboxSamples.Pictures(MediaItem.FromFile(OutboxSamples.File))).Scheduled(Occurrence));

        await ApplyAsync(OutboxSamples.End(sequence, state, confirmed, reason: reason));

        Assert.Equal($"{status}|{components}", await ReadLogAsync("status, send_components"));
        Assert.Equal(
            $$"""{"message_id":"m1","state":"{{state.ToString().ToLowerInvariant()}}","reason":"{{word}}"}""", await ReadLogAsync("api_response"));
        Assert.Matches("^[가-힣 ]{4,60}$", await ReadLogAsync("error_message"));
    }

    [Fact]
    public async Task ApplyAsync_EndStoredTwice_LogsOnce()
    {
        var sequence = await SendAsync(OutboxSamples.Insert().Scheduled(Occurrence));
        var end = OutboxSamples.End(sequence, DeliveryState.Confirmed, 1);

        await ApplyAsync(end, end);
        await ApplyAsync(end);

        Assert.Equal("1", await Fixture.ReadTextAsync("SELECT count(*) FROM kb_schedule_logs"));
    }

    [Fact]
    public async Task ApplyAsync_EndOfWhatNoScheduleSent_LogsNothing()
    {
        var sequence = await SendAsync(OutboxSamples.Insert());

        await ApplyAsync(OutboxSamples.End(sequence, DeliveryState.Confirmed, 1));

        Assert.Equal("0", await Fixture.ReadTextAsync("SELECT count(*) FROM kb_schedule_logs"));
    }

    [Fact]
    public async Task ApplyAsync_ContentUnreadable_LogsTheEndAllTheSame()
    {
        var sequence = await SendAsync(OutboxSamples.Insert().Scheduled(Occurrence));
        await Fixture.ExecuteAsync("UPDATE dk_contents SET content = 'x'");

        await ApplyAsync(OutboxSamples.End(sequence, DeliveryState.Confirmed, 1));

        Assert.Equal("|success|", await ReadLogAsync("sent_message_text, status, send_components"));
    }

    private async Task<long> SendAsync(OutboxInsert insert)
    {
        var result = Assert.Single(await ApplyAsync(insert));
        Assert.Equal(OutboxWriteOutcome.Stored, result.Outcome);
        return result.Sequence;
    }

    private Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(params IReadOnlyList<OutboxWrite> writes) =>
        Outbox.ApplyAsync(writes, default).DefaultTimeout();

    private Task AddScheduleAsync(string status = "active") => Fixture.ExecuteAsync(
        $"INSERT INTO kb_schedule (id, title, status, next_send_at, send_count) VALUES (5, '점심', '{status}', '2026-11-20 12:04:00', 3)");

    private Task<string?> ReadLogAsync(string columns) => Fixture.ReadTextAsync(
        $"SELECT {string.Join(" || '|' || ", columns.Split(", ").Select(column => $"coalesce({column}, '')"))} FROM kb_schedule_logs");
}
