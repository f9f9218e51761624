using Domaeka.Core.Events;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Retention;

/// <summary>Events that are too old or too many.</summary>
internal sealed class EventPurge(IEventStore store, IOptions<RetentionOptions> options) : IPurge
{
    /// <inheritdoc/>
    public string What => "events";

    /// <inheritdoc/>
    public Task RunAsync(PurgeRun run, CancellationToken cancellationToken) => run.RepeatAsync(
        limit => store.PurgeAsync(run.Now - options.Value.EventRetention, options.Value.MaxEvents, limit, cancellationToken),
        cancellationToken);
}
