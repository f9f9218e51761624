using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Commands;

/// <summary>The runs that go on behind their time-out, so that somebody can see them and their number stays bounded.</summary>
internal sealed class StuckCommands(IOptions<CommandOptions> options, ILogger<StuckCommands> logger)
{
    /// <summary>A command that ends so soon behind its time-out has heeded it.</summary>
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<CommandRun> _runs = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>True while as many runs of the command hang as may.</summary>
    public bool IsFull(string trigger) => Count(trigger) >= options.Value.MaxStuckRuns;

    /// <summary>How many runs of the command hang.</summary>
    public int Count(string trigger)
    {
        lock (_gate)
            return _counts.GetValueOrDefault(trigger);
    }

    /// <summary>The eldest ones.</summary>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<StuckCommand> List(int limit)
    {
        lock (_gate)
            return _runs.Count == 0 ? [] : [.. _runs.Select(run => run.Describe()).OrderBy(run => run.StartedAt).Take(limit)];
    }

    /// <summary>The run's time is over and it has not ended.</summary>
    public void Add(CommandRun run)
    {
        int count;
        lock (_gate)
        {
            if (run.HasEnded || !_runs.Add(run))
                return;
            count = _counts[run.Trigger] = _counts.GetValueOrDefault(run.Trigger) + 1;
        }

        if (count == options.Value.MaxStuckRuns)
            Log.TooManyStuckRuns(logger, run.Trigger, count);
    }

    /// <summary>The run has ended, stuck before or not.</summary>
    public void Remove(CommandRun run)
    {
        lock (_gate)
        {
            run.HasEnded = true;
            if (!_runs.Remove(run))
                return;
            if (--_counts[run.Trigger] == 0)
                _counts.Remove(run.Trigger);
        }

        if (run.Elapsed - run.Timeout > Noticeable)
            Log.StuckRunEnded(logger, run.Trigger, run.Elapsed);
    }
}
