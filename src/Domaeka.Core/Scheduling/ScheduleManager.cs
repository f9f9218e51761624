using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Scheduling;

/// <inheritdoc cref="IScheduleManager"/>
internal sealed class ScheduleManager(
    IScheduleStore store,
    ISchedulePlanner planner,
    IMessageSender sender,
    ScheduleRunner runner,
    ScheduleZone zone,
    IOptions<DeliveryOptions> delivery,
    TimeProvider clock,
    ILogger<ScheduleManager> logger) : IScheduleManager
{
    // Manual runs stand beside the schedule's own in one table, where two cannot have one time.
    private const int MaxRunAttempts = 20;

    public ScheduleZone Zone => zone;

    public async Task<ScheduleInsertResult> CreateAsync(
        Schedule schedule, string? requestId, string? requestHash, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var result = await store.AddAsync(
            new ScheduleInsert(schedule, now)
            {
                NextDueAt = schedule.Status == ScheduleStatus.Active ? schedule.Timing?.Next(now, zone) : null,
                RequestId = requestId,
                RequestHash = requestHash,
                RequestsSince = now - delivery.Value.RequestIdLifetime,
            },
            cancellationToken);
        if (result is { Schedule: { } stored, IsRepeated: false })
            await RefreshAsync(stored.Id, cancellationToken);
        return result;
    }

    public Task<ScheduleInsertResult> FindCreatedAsync(string requestId, string requestHash, CancellationToken cancellationToken) =>
        store.FindCreatedAsync(requestId, requestHash, clock.GetUtcNow() - delivery.Value.RequestIdLifetime, cancellationToken);

    public async Task<Schedule?> UpdateAsync(long id, ScheduleUpdate update, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (update.Timing is not null || update.Status is not null)
        {
            if (await store.FindAsync(id, cancellationToken) is not { } before)
                return null;
            var isActive = (update.Status ?? before.Status) == ScheduleStatus.Active;
            update = update with { NextDueAt = isActive ? (update.Timing ?? before.Timing)?.Next(now, zone) : null };
        }

        var schedule = await store.UpdateAsync(id, update, now, cancellationToken);
        if (schedule is not null)
            await RefreshAsync(id, cancellationToken);
        return schedule;
    }

    public async Task<bool> DeleteAsync(long id, CancellationToken cancellationToken)
    {
        var isDeleted = await store.DeleteAsync(id, cancellationToken);
        if (isDeleted)
            await RefreshAsync(id, cancellationToken);
        return isDeleted;
    }

    public async Task<ScheduleRunResult> RunAsync(long id, string? requestId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } schedule)
            return new ScheduleRunResult(Message: null);

        var content = await runner.BuildAsync(schedule, cancellationToken);
        if (content.Parts is null)
            return new ScheduleRunResult(Message: null) { Schedule = schedule, Content = content };

        // Never on a whole second, which belongs to the schedule itself.
        var now = clock.GetUtcNow();
        var due = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        SendResult result;
        var attempt = 0;
        do
        {
            due = due.AddMilliseconds(due.Millisecond == 0 || attempt > 0 ? 1 : 0);
            result = await sender.SendAsync(
                ScheduleRunner.Request(schedule, content.Parts) with
                {
                    RequestId = requestId,
                    Occurrence = new ScheduleOccurrence(id, due) { IsManual = true },
                },
                cancellationToken);
        }
        while (result.Failure == SendFailure.OccurrenceTaken && ++attempt < MaxRunAttempts);
        return new ScheduleRunResult(result.Message) { Schedule = schedule, Failure = result.Failure };
    }

    public async Task<SchedulePreview> PreviewAsync(Schedule schedule, int count, CancellationToken cancellationToken)
    {
        var occurrences = new List<DateTimeOffset>();
        for (var next = schedule.Timing?.Next(clock.GetUtcNow(), zone);
            next is { } due && occurrences.Count < count;
            next = schedule.Timing!.Next(due, zone))
        {
            occurrences.Add(due);
        }

        var content = schedule.Content ?? new ScheduleContent();
        return new SchedulePreview(
            occurrences, ScheduleContentBuilder.Render(content).Text, await runner.BuildAsync(schedule with { Content = content }, cancellationToken));
    }

    public DateTimeOffset? NextRun(Schedule schedule) =>
        schedule.Status == ScheduleStatus.Active ? schedule.Timing?.Next(clock.GetUtcNow(), zone) : null;

    private async Task RefreshAsync(long id, CancellationToken cancellationToken)
    {
        try
        {
            await planner.RefreshAsync(id, cancellationToken);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or OperationCanceledException)
        {
            // The change is stored, and its record in dk_schedule_changes leads the planner to it.
            Log.ScheduleRefreshFailed(logger, exception, id);
        }
    }
}
