using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Scheduling;

/// <summary>
/// Knows when each active schedule comes due, wakes at that moment, and follows what others do to the table. One loop watches the clock and
/// never waits for the database; another reads what has changed.
/// </summary>
internal sealed class SchedulePlanner(
    IScheduleStore store,
    SchedulePlan plan,
    ScheduleRunner runner,
    ScheduleZone zone,
    IOptions<SchedulingOptions> options,
    TimeProvider clock,
    ILogger<SchedulePlanner> logger) : BackgroundService, ISchedulePlanner
{
    private const int MaxChangesPerRead = 1_000;
    private const int MaxPurgedPerRound = 10_000;

    // Whoever sets the clock tells nobody, so it is looked at again and again.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PurgeInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan ChangeRetention = TimeSpan.FromHours(1);

    private readonly PlannerAlarm _alarm = new(clock);
    private readonly PlannerAlarm _poll = new(clock);
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly ConcurrentDictionary<long, string> _problems = new();
    private long _position;
    private long _purged = clock.GetTimestamp();
    private bool _isLoaded;
    private bool _isDown;

    /// <summary>True while it waits for the clock and nothing is under way.</summary>
    internal bool IsResting => _alarm.IsArmed && _poll.IsArmed && _running.IsEmpty;

    /// <inheritdoc/>
    public async Task RefreshAsync(long id, CancellationToken cancellationToken)
    {
        Apply([id], await store.LoadAsync([id], cancellationToken));
        _alarm.Wake();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _alarm.Dispose();
        _poll.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the caller: the start of the host does not wait for the first load.
        await Task.Yield();
        try
        {
            await Task.WhenAll(WatchClockAsync(stoppingToken), FollowChangesAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was handed to the outbox is either recorded or will come due again at the next start.
            await Task.WhenAll(_running.Keys.Select(task => task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)));
        }
    }

    private async Task WatchClockAsync(CancellationToken cancellationToken)
    {
        var (wall, stamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = clock.GetUtcNow();
            if (now < wall + clock.GetElapsedTime(stamp) - ClockTolerance)
            {
                // Next times were found from a later point of time; rows and records tell what they are from here.
                Log.ClockSetBack(logger, wall, now);
                Volatile.Write(ref _isLoaded, false);
            }

            (wall, stamp) = (now, clock.GetTimestamp());
            var due = plan.TakeDue(now);
            if (due.Count > 0)
                Track(runner.RunAsync(due, cancellationToken));

            await _alarm.WaitAsync(Sleep(now), cancellationToken);
        }
    }

    private TimeSpan Sleep(DateTimeOffset now)
    {
        if (plan.NextWake is not { } wake || wake - now >= LongestSleep)
            return LongestSleep;

        // A timer counts whole milliseconds and would come a little early.
        return TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, (wake - now).TotalMilliseconds)));
    }

    private void Track(Task run)
    {
        _running[run] = true;
        run.ContinueWith(
            task =>
            {
                _running.TryRemove(task, out _);
                _alarm.Wake();
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task FollowChangesAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (!Volatile.Read(ref _isLoaded))
                    await LoadAsync(cancellationToken);
                await ReadChangesAsync(cancellationToken);
                await TellProblemsAsync(cancellationToken);
                await PurgeAsync(cancellationToken);
                if (_isDown)
                    Log.SchedulesFollowedAgain(logger);
                _isDown = false;
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                if (!_isDown)
                    Log.SchedulesNotFollowed(logger, exception);
                _isDown = true;
            }

            await _poll.WaitAsync(options.Value.ChangePollInterval, cancellationToken);
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        // The position first: a change that falls between the two is only read twice. The flag too, for the clock may be set meanwhile.
        Volatile.Write(ref _isLoaded, true);
        try
        {
            var position = await store.ReadChangePositionAsync(cancellationToken);
            var after = 0L;
            while (await store.LoadActiveAsync(after, options.Value.PageSize, cancellationToken) is { Count: > 0 } page)
            {
                Apply([.. page.Select(row => row.Id)], page);
                _alarm.Wake();
                after = page[^1].Id;
            }

            _position = position;
        }
        catch
        {
            Volatile.Write(ref _isLoaded, false);
            throw;
        }

        Log.SchedulesLoaded(logger, plan.Count);
    }

    private async Task ReadChangesAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<ScheduleChange> changes;
        do
        {
            changes = await store.ReadChangesAsync(_position, MaxChangesPerRead, cancellationToken);
            if (changes.Count == 0)
                return;

            long[] ids = [.. changes.Select(change => change.ScheduleId).Distinct()];
            Apply(ids, await store.LoadAsync(ids, cancellationToken));
            _position = changes[^1].Position;
            _alarm.Wake();
        }
        while (changes.Count == MaxChangesPerRead);
    }

    private void Apply(IReadOnlyCollection<long> ids, IReadOnlyList<Schedule> rows)
    {
        var standard = new MisfirePolicy(MisfireMode.RunIfLate, options.Value.LateTolerance);
        var now = clock.GetUtcNow();
        foreach (var id in ids.Except(rows.Select(row => row.Id)))
            plan.Remove(id);

        foreach (var row in rows)
        {
            var outcome = PlanOutcome.Of(row, standard, now, zone);
            if (outcome.Entry is { } entry)
                plan.Set(entry);
            else
                plan.Remove(row.Id);

            if (outcome.Problem is { } problem)
                _problems[row.Id] = problem;
            else
                _problems.TryRemove(row.Id, out _);
        }
    }

    private async Task TellProblemsAsync(CancellationToken cancellationToken)
    {
        foreach (var (id, problem) in _problems)
        {
            await store.RecordProblemAsync(id, problem, clock.GetUtcNow(), cancellationToken);
            Log.ScheduleInError(logger, id, problem);
            _problems.TryRemove(KeyValuePair.Create(id, problem));
        }
    }

    private async Task PurgeAsync(CancellationToken cancellationToken)
    {
        if (clock.GetElapsedTime(_purged) < PurgeInterval)
            return;

        var now = clock.GetUtcNow();
        var count = await store.PurgeAsync(now - ChangeRetention, now - options.Value.RunRetention, MaxPurgedPerRound, cancellationToken);

        // What is left over is taken at the next look.
        if (count < MaxPurgedPerRound)
            _purged = clock.GetTimestamp();
    }
}
