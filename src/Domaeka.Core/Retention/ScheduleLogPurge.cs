using Domaeka.Core.Scheduling;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Retention;

/// <summary>Old rows of <c>kb_schedule_logs</c>, which is the shop's: only where the operator wants it.</summary>
internal sealed class ScheduleLogPurge(IScheduleStore store, IOptions<RetentionOptions> options) : IPurge
{
    /// <inheritdoc/>
    public string What => "schedule logs";

    /// <inheritdoc/>
    public Task RunAsync(PurgeRun run, CancellationToken cancellationToken) => options.Value.ScheduleLogRetention is var kept && kept > TimeSpan.Zero
        ? run.RepeatAsync(limit => store.PurgeLogsAsync(run.Now - kept, limit, cancellationToken), cancellationToken)
        : Task.CompletedTask;
}
