using Domaeka.Core.Guard;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Retention;

/// <summary>Blocks of addresses that have ended, and addresses where no phone was verified for long.</summary>
internal sealed class AddressBlockPurge(GuardStorage storage, IOptions<GuardOptions> options) : IPurge
{
    /// <inheritdoc/>
    public string What => "address blocks";

    /// <inheritdoc/>
    public async Task RunAsync(PurgeRun run, CancellationToken cancellationToken)
    {
        if (storage.Store is not { } store)
            return;
        await run.RepeatAsync(limit => store.PurgeAsync(run.Now, limit, cancellationToken), cancellationToken);
        await run.RepeatAsync(limit => store.PurgeKnownAsync(run.Now - options.Value.KnownFor, limit, cancellationToken), cancellationToken);
    }
}
