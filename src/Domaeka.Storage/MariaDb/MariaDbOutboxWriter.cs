using Domaeka.Core.Outbox;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// Brings batches of changes into the database. After one whose commit broke and could not be asked after, the next begins by finding out:
/// whatever was made is not made again. Messages that were refused to their senders meanwhile are stored then all the same, and are read again by
/// whoever has asked.
/// </summary>
internal sealed class MariaDbOutboxWriter(MariaDbDatabase database, MariaDbCommits commits, ILogger logger)
{
    private Doubt? _doubt;

    /// <summary>As <see cref="IOutboxStore.ApplyAsync"/>.</summary>
    public async Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(
        long instance, IReadOnlyList<OutboxWrite> writes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var done = await ResolveAsync(writes);
        var open = done.Count == 0 ? writes : [.. writes.Where(write => !done.ContainsKey(write))];
        var results = open.Count == 0 ? [] : await WriteAsync(instance, open, cancellationToken);
        if (done.Count == 0)
            return results;

        var next = 0;
        return [.. writes.Select(write => done.TryGetValue(write, out var result) ? result : results[next++])];
    }

    /// <summary>The statements that delete messages with everything that goes with them; the message last, for it is what says that there is anything.</summary>
    public static IEnumerable<string> Delete(IReadOnlyCollection<long> sequences)
    {
        var ids = string.Join(',', sequences);
        return new[] { "dk_deliveries WHERE message_seq", "dk_contents WHERE message_seq", "dk_outbox WHERE seq" }
            .Select(table => $"DELETE FROM {table} IN ({ids})");
    }

    private async Task<OutboxWriteResult[]> WriteAsync(
        long instance, IReadOnlyList<OutboxWrite> writes, CancellationToken cancellationToken)
    {
        try
        {
            return await commits.WriteAsync(
                (session, mark) => new MariaDbOutboxBatch(session, instance, database.ChatTable, writes, logger).ApplyAsync(mark), cancellationToken);
        }
        catch (CommitDoubtException doubt)
        {
            var results = (OutboxWriteResult[])doubt.Result!;
            _doubt = new Doubt(doubt.Number, [.. writes.Zip(results)]);
            throw MariaDbErrors.Translate(doubt.InnerException!);
        }
    }

    /// <summary>What became of the batch in doubt.</summary>
    /// <returns>Those of these changes that were made then, with their results.</returns>
    private async Task<Dictionary<OutboxWrite, OutboxWriteResult>> ResolveAsync(IReadOnlyList<OutboxWrite> writes)
    {
        var done = new Dictionary<OutboxWrite, OutboxWriteResult>(ReferenceEqualityComparer.Instance);
        if (_doubt is not { } doubt)
            return done;

        var committed = await commits.IsCommittedAsync(doubt.Number)
            ?? throw new StorageUnavailableException("The database does not answer.");
        if (committed)
        {
            var again = new HashSet<OutboxWrite>(writes, ReferenceEqualityComparer.Instance);
            foreach (var (write, result) in doubt.Rows)
            {
                if (again.Contains(write))
                    done[write] = result;
            }
        }

        _doubt = null;
        return done;
    }

    private sealed record Doubt(long Number, IReadOnlyList<(OutboxWrite Write, OutboxWriteResult Result)> Rows);
}
