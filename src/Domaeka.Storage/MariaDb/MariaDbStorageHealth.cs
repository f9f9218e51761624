using Domaeka.Core.Storage;

namespace Domaeka.Storage.MariaDb;

/// <summary>Commits a small change, so that a lock, a full disk and a server that only reads show, and not only one that is gone.</summary>
internal sealed class MariaDbStorageHealth(MariaDbDatabase database, TimeSpan timeout, TimeProvider time) : IStorageHealth
{
    private const int BallastBytes = 8_192;

    public string Provider => StorageOptions.MariaDbProvider;

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, expiry.Token);
        try
        {
            // A transaction that has begun cannot be called back, only no longer waited for.
            await database.WriteAsync(TouchAsync, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StorageUnavailableException($"The database did not take a write within {timeout}.");
        }
    }

    // A row of its own for each process: several would wait for each other.
    private Task<int> TouchAsync(MariaDbSession session) => session.ExecuteAsync(new SqlText()
        .Raw("INSERT INTO dk_health (id, checked_at, ballast) VALUES ").Open().Value(database.Writer).Value(time.GetUtcNow())
        .Raw($", repeat('x', {BallastBytes}))")
        .Raw(" ON DUPLICATE KEY UPDATE checked_at = VALUES(checked_at), ballast = VALUES(ballast)")
        .ToString());
}
