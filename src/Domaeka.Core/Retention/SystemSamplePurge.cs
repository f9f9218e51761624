using Domaeka.Core.Monitoring;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Retention;

/// <summary>Old samples of the machine.</summary>
internal sealed class SystemSamplePurge(IMonitorStore store, IOptions<RetentionOptions> options) : IPurge
{
    /// <inheritdoc/>
    public string What => "system samples";

    /// <inheritdoc/>
    public Task RunAsync(PurgeRun run, CancellationToken cancellationToken) => run.RepeatAsync(
        limit => store.PurgeSystemSamplesAsync(run.Now - options.Value.SystemSampleRetention, limit, cancellationToken), cancellationToken);
}
