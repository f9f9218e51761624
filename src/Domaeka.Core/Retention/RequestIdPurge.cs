using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Retention;

/// <summary>Request ids that are no longer remembered.</summary>
internal sealed class RequestIdPurge(IOutboxStore store, IOptions<DeliveryOptions> options) : IPurge
{
    /// <inheritdoc/>
    public string What => "request ids";

    /// <inheritdoc/>
    public Task RunAsync(PurgeRun run, CancellationToken cancellationToken) => run.RepeatAsync(
        limit => store.PurgeRequestsAsync(run.Now - options.Value.RequestIdLifetime, limit, cancellationToken), cancellationToken);
}
