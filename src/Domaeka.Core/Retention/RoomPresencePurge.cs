using Domaeka.Core.Rooms;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Retention;

/// <summary>Phones that were not heard in a room for so long that they will have left it.</summary>
internal sealed class RoomPresencePurge(IRoomPresenceStore store, RoomPresenceDirectory directory, IOptions<RetentionOptions> options) : IPurge
{
    /// <inheritdoc/>
    public string What => "phones of rooms";

    /// <inheritdoc/>
    public async Task RunAsync(PurgeRun run, CancellationToken cancellationToken)
    {
        var before = run.Now - options.Value.RoomDeviceRetention;
        await run.RepeatAsync(limit => store.PurgeAsync(before, limit, cancellationToken), cancellationToken);
        directory.Forget(before);
    }
}
