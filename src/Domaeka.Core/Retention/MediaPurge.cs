using Domaeka.Core.Delivery;
using Domaeka.Core.Media;
using Domaeka.Core.Outbox;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Retention;

/// <summary>Pictures that no message waits for and that were not used for long.</summary>
internal sealed class MediaPurge(IMediaStore files, IOutboxStore outbox, IOptions<DeliveryOptions> options) : IPurge
{
    /// <inheritdoc/>
    public string What => "pictures";

    /// <inheritdoc/>
    public async Task RunAsync(PurgeRun run, CancellationToken cancellationToken)
    {
        // A picture whose message is being accepted is in no row yet, but was marked as used a moment ago.
        var inUse = await outbox.ListMediaInUseAsync(cancellationToken);
        run.Count(await files.DeleteUnusedAsync(run.Now - options.Value.MediaRetention, inUse, cancellationToken));
    }
}
