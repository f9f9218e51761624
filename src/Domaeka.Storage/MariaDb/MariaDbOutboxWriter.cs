using Domaeka.Core.Outbox;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// Brings batches of changes into the database. After one whose commit broke and could not be asked after, the next begins by finding out:
/// whatever was made is not made again, and messages that were refused to their senders meanwhile are taken back.
/// </summary>
internal sealed class MariaDbOutboxWriter(MariaDbDatabase database, MariaDbCommits commits, ILogger logger)
{
    private Doubt? _doubt;

    /// <summary>As <see cref="IOutboxStore.ApplyAsync"/>.</summary>
    public async Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(IReadOnlyList<OutboxWrite> writes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var done = await ResolveAsync(writes);
        var open = done.Count == 0 ? writes : [.. writes.Where(write => !done.ContainsKey(write))];
        var results = open.Count == 0 ? [] : await WriteAsync(open, cancellationToken);
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

    private async Task<OutboxWriteResult[]> WriteAsync(IReadOnlyList<OutboxWrite> writes, CancellationToken cancellationToken)
    {
        try
        {
            return await commits.WriteAsync(
                (session, mark) => new MariaDbOutboxBatch(session, database.ChatTable, writes, logger).ApplyAsync(mark), cancellationToken);
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
            var refused = new List<long>();
            foreach (var (write, result) in doubt.Rows)
            {
                if (again.Contains(write))
                    done[write] = result;
                else if (write is OutboxInsert && result.Outcome == OutboxWriteOutcome.Stored)
                    refused.Add(result.Sequence);
            }

            if (refused.Count > 0)
                await TakeBackAsync(refused);
        }

        _doubt = null;
        return done;
    }

    // Their senders were told that they were not stored, and nobody here would move them on before the next start.
    private Task<int> TakeBackAsync(List<long> sequences) => database.WriteAsync(
        (MariaDbSession session) =>
        {
            var ids = string.Join(',', sequences);
            return session.ExecuteAllAsync(Delete(sequences)
                .Prepend($"DELETE FROM dk_requests WHERE message_seq IN ({ids})")
                .Prepend($"DELETE FROM dk_schedule_runs WHERE message_seq IN ({ids})"));
        },
        CancellationToken.None);

    private sealed record Doubt(long Number, IReadOnlyList<(OutboxWrite Write, OutboxWriteResult Result)> Rows);
}
