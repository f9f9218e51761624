using Domaeka.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// Transactions that must not be made twice: each leaves its number in <c>dk_commits</c>, so that one whose connection broke while it was
/// committed can find out what became of it. One at a time.
/// </summary>
internal sealed class MariaDbCommits(MariaDbDatabase database, string name, TimeProvider time, ILogger logger)
{
    /// <summary>How long a commit of unknown outcome is asked after before the caller is told that the database is unavailable.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _writer = $"{database.Writer}/{name}";
    private long _number;

    /// <summary>Does the work in one transaction; it must run the statement that it is given, alone or behind another.</summary>
    /// <param name="work">The work, with the session and the statement that leaves the mark.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="StorageUnavailableException">Nothing was written.</exception>
    /// <exception cref="StorageRejectedException">Nothing was written.</exception>
    /// <exception cref="CommitDoubtException">It may have been written, and the database cannot be asked.</exception>
    public async Task<T> WriteAsync<T>(Func<MariaDbSession, string, Task<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var number = ++_number;
            var mark = Mark(number);
            try
            {
                return await database.TryWriteAsync(session => work(session, mark), cancellationToken);
            }
            catch (CommitUnknownException exception)
            {
                return await IsCommittedAsync(number) switch
                {
                    true => (T)exception.Result!,
                    false => throw MariaDbErrors.Translate(exception.InnerException!),
                    null => throw new CommitDoubtException(number, exception.Result, exception.InnerException!),
                };
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether the transaction of that number, the newest one, was committed; null when the database cannot be asked.</summary>
    public async Task<bool?> IsCommittedAsync(long number)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await using var session = await database.OpenAsync(CancellationToken.None);

                // Locking: should the server still be at it, its answer is waited for.
                var newest = await session.Int64Async(new SqlText().Raw("SELECT coalesce(max(number), 0) FROM dk_commits WHERE writer = ").List().Value(_writer).Raw(" FOR UPDATE").ToString());
                logger.CommitResolved(newest >= number ? "was committed" : "was not committed");
                return newest >= number;
            }
            catch (Exception exception) when (MariaDbErrors.IsOfTheDatabase(exception))
            {
                if (time.GetElapsedTime(started) > Patience)
                    return null;
                await Task.Delay(Pause, time);
            }
        }
    }

    private string Mark(long number) => new SqlText()
        .Raw("INSERT INTO dk_commits (writer, number, committed_at) VALUES ").Open().Value(_writer).Value(number).Value(time.GetUtcNow()).Close()
        .Raw(" ON DUPLICATE KEY UPDATE number = VALUES(number), committed_at = VALUES(committed_at)")
        .ToString();
}
