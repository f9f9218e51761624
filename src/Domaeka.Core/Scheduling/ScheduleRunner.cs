using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Core.Storage;
using Domaeka.Core.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Scheduling;

/// <summary>Hands what is due to the outbox, and records what is not sent.</summary>
internal sealed class ScheduleRunner(
    IScheduleStore store,
    IMessageSender sender,
    ScheduleContentBuilder builder,
    SchedulePlan plan,
    ScheduleZone zone,
    IOptions<SchedulingOptions> options,
    TimeProvider clock,
    ILogger<ScheduleRunner> logger,
    ScheduleMetrics? metrics = null) : IDisposable
{
    // Each may hold a hundred megabytes of pictures.
    private const int MaxHeavyAtOnce = 4;

    private readonly SemaphoreSlim _heavy = new(MaxHeavyAtOnce);
    private readonly SemaphoreSlim _sends = new(options.Value.MaxConcurrentSends);

    /// <summary>Deals with schedules that the plan has handed out, and hands them back. Throws only when it is cancelled.</summary>
    public async Task RunAsync(List<PlannedSchedule> due, CancellationToken cancellationToken)
    {
        var skips = new ConcurrentQueue<(PlannedSchedule Entry, ScheduleSkip Skip, DateTimeOffset? Settled)>();
        await Parallel.ForEachAsync(
            LoadAsync(FairOrder.Of(due), skips, cancellationToken),
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.MaxConcurrentSends, CancellationToken = cancellationToken },
            async (item, token) =>
            {
                await _sends.WaitAsync(token);
                try
                {
                    await RunAsync(item, skips, token);
                }
                finally
                {
                    _sends.Release();
                }
            });
        await RecordAsync([.. skips], cancellationToken);
    }

    public void Dispose()
    {
        _heavy.Dispose();
        _sends.Dispose();
    }

    /// <summary>The occurrence as the outbox is to record it.</summary>
    internal ScheduleOccurrence Occurrence(ScheduleTiming timing, long id, DateTimeOffset due)
    {
        var next = timing.Next(due, zone);
        return new ScheduleOccurrence(id, due) { NextDueAt = next, CompletesSchedule = next is null };
    }

    /// <summary>What is sent for a schedule, or why nothing is.</summary>
    internal async Task<ContentResult> BuildAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        if (schedule.Content is { } content && !IsHeavy(content))
            return await builder.BuildAsync(content, cancellationToken);

        var read = schedule.Content ?? (await store.FindAsync(schedule.Id, cancellationToken))?.Content ?? new ScheduleContent();
        return await builder.BuildAsync(read, cancellationToken);
    }

    private static bool IsHeavy(ScheduleContent content) =>
        content.Pictures1.Concat(content.Pictures2).Any(picture => picture.Path?.Contains("://", StringComparison.Ordinal) != true);

    private async IAsyncEnumerable<(PlannedSchedule Entry, MisfireDecision Decision, DueSchedule Due)> LoadAsync(
        List<PlannedSchedule> due,
        ConcurrentQueue<(PlannedSchedule, ScheduleSkip, DateTimeOffset?)> skips,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var page in due.Chunk(options.Value.PageSize))
        {
            var runs = new Dictionary<ScheduleOccurrenceKey, (PlannedSchedule Entry, MisfireDecision Decision)>();
            foreach (var entry in page)
            {
                var decision = Decide(entry);
                if (decision.SkipTo is { } skipped)
                    skips.Enqueue((entry, Missed(entry, decision, skipped), decision.Run is null ? skipped : null));
                if (decision.Run is { } run)
                    runs.Add(new ScheduleOccurrenceKey(entry.Id, run), (entry, decision));
            }

            IReadOnlyList<DueSchedule> rows;
            try
            {
                rows = runs.Count == 0 ? [] : await store.LoadDueAsync(runs.Keys, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.SchedulesUnreadable(logger, exception, runs.Count);
                foreach (var (entry, _) in runs.Values)
                    Retry(entry);
                continue;
            }

            var found = rows.ToDictionary(row => row.Schedule.Id);
            foreach (var (entry, decision) in runs.Values)
            {
                if (found.TryGetValue(entry.Id, out var row) && row.Schedule.Status == ScheduleStatus.Active)
                    yield return (entry, decision, row);
                else
                    plan.Drop(entry);
            }
        }
    }

    private MisfireDecision Decide(PlannedSchedule entry) => entry.IsForfeited
        ? new MisfireDecision(null, entry.Due, entry.Due)
        : MisfireDecision.Of(entry.Timing, entry.Misfire, entry.Due, clock.GetUtcNow(), options.Value.OnTimeWindow, zone);

    private async Task RunAsync(
        (PlannedSchedule Entry, MisfireDecision Decision, DueSchedule Due) item,
        ConcurrentQueue<(PlannedSchedule, ScheduleSkip, DateTimeOffset?)> skips,
        CancellationToken cancellationToken)
    {
        var (entry, due) = (item.Entry, item.Decision.Run!.Value);
        if (item.Due.IsTaken)
        {
            plan.Complete(entry, due);
            return;
        }

        var isHeavy = item.Due.Schedule.Content is not { } content || IsHeavy(content);
        if (isHeavy)
            await _heavy.WaitAsync(cancellationToken);
        try
        {
            if (await SendAsync(entry, item.Due.Schedule, due, cancellationToken) is { } failure)
                skips.Enqueue((entry, failure, due));
        }
        catch (StorageRejectedException exception)
        {
            Log.ScheduleRunFailed(logger, exception, entry.Id, due);
            skips.Enqueue((entry, Failed(entry, due, ScheduleSkipReason.Rejected, ScheduleText.Refused), due));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.ScheduleRunFailed(logger, exception, entry.Id, due);
            Retry(entry);
        }
        finally
        {
            if (isHeavy)
                _heavy.Release();
        }
    }

    /// <summary>Sends; the result is what is to be recorded when nothing was sent and never will be for this occurrence.</summary>
    private async Task<ScheduleSkip?> SendAsync(
        PlannedSchedule entry, Schedule schedule, DateTimeOffset due, CancellationToken cancellationToken)
    {
        var content = await BuildAsync(schedule, cancellationToken);
        if (content.Parts is null)
            return Failed(entry, due, content.Reason, content.Problem!);

        var result = await sender.SendAsync(
            Request(schedule, content.Parts) with
            {
                // A phone that was away gets the newest notice of a schedule, not all that came due meanwhile.
                CollapseKey = entry.IsOnce ? null : $"schedule:{entry.Id}",
                ExpireAt = due + schedule.TimeToLive,
                Occurrence = Occurrence(entry.Timing, entry.Id, due),
            },
            cancellationToken);
        switch (result.Failure)
        {
            case SendFailure.None or SendFailure.OccurrenceTaken:
                plan.Complete(entry, due);
                if (result.Failure == SendFailure.None)
                    metrics?.Send(clock.GetUtcNow() - due);
                return null;
            case SendFailure.OutboxFull:
                Retry(entry);
                return null;
            case SendFailure.RoomNotFound:
                return Failed(entry, due, ScheduleSkipReason.RoomNotFound, ScheduleText.UnknownRoom);
            case SendFailure.AlreadyExpired:
                return Failed(entry, due, ScheduleSkipReason.Missed, ScheduleText.Missed(zone.ToLocal(due)));
            default:
                return Failed(entry, due, ScheduleSkipReason.Rejected, ScheduleText.Refused);
        }
    }

    /// <summary>What every run of a schedule asks of the outbox.</summary>
    internal static SendRequest Request(Schedule schedule, IReadOnlyList<MessagePart> parts) => new(schedule.Room, parts)
    {
        Kind = OutboundKind.Scheduled,
        PreferredDeviceId = schedule.DeviceId,
    };

    private async Task RecordAsync(
        List<(PlannedSchedule Entry, ScheduleSkip Skip, DateTimeOffset? Settled)> skips, CancellationToken cancellationToken)
    {
        foreach (var page in skips.Chunk(options.Value.PageSize))
        {
            try
            {
                await store.RecordSkipsAsync([.. page.Select(item => item.Skip)], cancellationToken);
                foreach (var (entry, skip, settled) in page)
                {
                    metrics?.Skip(skip.Reason);
                    Log.ScheduleSkipped(logger, skip.ScheduleId, skip.DueAt, skip.Reason, skip.Detail);
                    if (settled is { } until)
                        plan.Complete(entry, until);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.SkipsNotRecorded(logger, exception, page.Length);
                foreach (var (entry, _, settled) in page)
                {
                    if (settled is not null)
                        Retry(entry);
                }
            }
        }
    }

    private ScheduleSkip Missed(PlannedSchedule entry, MisfireDecision decision, DateTimeOffset last)
    {
        var (from, to) = (zone.ToLocal(decision.SkipFrom!.Value), zone.ToLocal(last));
        var detail = entry.IsForfeited ? ScheduleText.MissedWhilePaused(to)
            : from == to ? ScheduleText.Missed(to)
            : ScheduleText.MissedSeveral(from, to);
        return Failed(entry, last, ScheduleSkipReason.Missed, detail) with { MovesSchedule = decision.Run is null };
    }

    private ScheduleSkip Failed(PlannedSchedule entry, DateTimeOffset due, ScheduleSkipReason reason, string detail)
    {
        var next = entry.Timing.Next(due, zone);
        return new ScheduleSkip(entry.Id, due, reason, detail, clock.GetUtcNow())
        {
            NextDueAt = next,
            NewStatus = next is not null ? null : entry.IsOnce ? ScheduleStatus.Error : ScheduleStatus.Completed,
        };
    }

    private void Retry(PlannedSchedule entry)
    {
        metrics?.Postpone();
        plan.Retry(entry, clock.GetUtcNow() + options.Value.RetryDelay);
    }
}
