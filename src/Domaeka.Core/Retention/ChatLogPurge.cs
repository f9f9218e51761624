using Domaeka.Core.Chat;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Retention;

/// <summary>Chat lines of rooms that keep theirs for a number of days only.</summary>
internal sealed class ChatLogPurge(IChatLogStore store, IRoomStore rooms) : IPurge
{
    /// <inheritdoc/>
    public string What => "chat lines";

    /// <inheritdoc/>
    public async Task RunAsync(PurgeRun run, CancellationToken cancellationToken)
    {
        // Days may be any number that the table holds: more of them than there were before now are for ever.
        var daysBeforeNow = (run.Now - DateTimeOffset.MinValue).Days;
        foreach (var room in await rooms.LoadAllAsync(cancellationToken))
        {
            if (room.LogSettings.RetentionDays is not { } days || days > daysBeforeNow)
                continue;

            var before = run.Now - TimeSpan.FromDays(days);
            await run.RepeatAsync(limit => store.PurgeAsync(room.Key, before, limit, cancellationToken), cancellationToken);
        }
    }
}
