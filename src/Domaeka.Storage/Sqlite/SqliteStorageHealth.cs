using Domaeka.Core.Storage;

namespace Domaeka.Storage.Sqlite;

/// <summary>Commits a small change that needs new pages, so that a full disk shows and not only a lock or a lost file.</summary>
internal sealed class SqliteStorageHealth(SqliteDatabase database, TimeSpan timeout, TimeProvider time) : IStorageHealth
{
    public string Provider => StorageOptions.SqliteProvider;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expiry.Token);
        try
        {
            // A job that has begun cannot be called back, only no longer waited for.
            await database.WriteAsync(Touch, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StorageUnavailableException($"The database did not take a write within {timeout}.");
        }
    }

    private bool Touch(SqliteSession session)
    {
        // Overflow pages come from the free list or from the file's end. They go back to the free list right away.
        session.Statement("INSERT INTO dk_health (id, checked_at, ballast) VALUES (2, '', zeroblob(8192))").Execute();
        session.Statement("DELETE FROM dk_health WHERE id = 2").Execute();
        var stamp = session.Statement("INSERT OR REPLACE INTO dk_health (id, checked_at) VALUES (1, ?)");
        stamp.Bind(1, time.GetUtcNow());
        stamp.Execute();
        return true;
    }
}
