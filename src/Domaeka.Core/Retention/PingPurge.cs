using Domaeka.Core.Monitoring;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Retention;

/// <summary>Old rows of pings.</summary>
internal sealed class PingPurge(IMonitorStore store, IOptions<RetentionOptions> options) : IPurge
{
    /// <inheritdoc/>
    public string What => "ping rows";

    /// <inheritdoc/>
    public Task RunAsync(PurgeRun run, CancellationToken cancellationToken) => run.RepeatAsync(
        limit => store.PurgePingsAsync(run.Now - options.Value.PingRetention, limit, cancellationToken), cancellationToken);
}
