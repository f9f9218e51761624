using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Retention;

/// <summary>Messages that came to their end long ago.</summary>
internal sealed class MessagePurge(IOutboxStore store, IOptions<DeliveryOptions> options) : IPurge
{
    /// <inheritdoc/>
    public string What => "messages";

    /// <inheritdoc/>
    public Task RunAsync(PurgeRun run, CancellationToken cancellationToken) => run.RepeatAsync(
        limit => store.PurgeAsync(run.Now - options.Value.MessageRetention, limit, cancellationToken), cancellationToken);
}
