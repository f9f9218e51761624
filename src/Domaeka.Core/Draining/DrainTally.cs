using Domaeka.Core.Connections;

namespace Domaeka.Core.Draining;

/// <summary>Counts the connections that one drain has told to leave, and those of them that have ended.</summary>
internal sealed class DrainTally(DateTimeOffset startedAt, MigrationOrder? order)
{
    private int _told;
    private int _closed;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Null for a drain without a target.</summary>
    public MigrationOrder? Order => order;

    public int Told => Volatile.Read(ref _told);

    public int Closed => Volatile.Read(ref _closed);

    /// <summary>The connection was told.</summary>
    public void Add(IPhoneConnection connection)
    {
        Interlocked.Increment(ref _told);
        _ = connection.Closed.ContinueWith(
            static (_, state) => Interlocked.Increment(ref ((DrainTally)state!)._closed),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }
}
