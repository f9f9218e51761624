namespace Domaeka.Core.Retention;

/// <summary>One run of one purge: deletes in batches with pauses between them, so that the writer is never held for long, and counts.</summary>
internal sealed class PurgeRun(RetentionOptions options, TimeProvider clock)
{
    /// <summary>The time that the run counts from.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>How much was deleted so far.</summary>
    public long Deleted { get; private set; }

    /// <summary>Deletes batch by batch until one is not full.</summary>
    /// <param name="purge">Deletes at most so many and says how many.</param>
    /// <param name="cancellationToken">Ends the work between two batches.</param>
    public async Task RepeatAsync(Func<int, Task<int>> purge, CancellationToken cancellationToken)
    {
        while (true)
        {
            var deleted = await purge(options.BatchSize);
            Count(deleted);

            // Also behind the last one: the next room may have as much to delete.
            if (deleted > 0)
                await Task.Delay(options.BatchPause, clock, cancellationToken);
            if (deleted < options.BatchSize)
                return;
        }
    }

    /// <summary>Counts what was deleted otherwise.</summary>
    public void Count(int deleted) => Deleted += deleted;
}
