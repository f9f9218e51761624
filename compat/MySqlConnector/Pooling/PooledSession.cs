using System.Diagnostics;
using MySqlConnector.Session;

namespace MySqlConnector.Pooling;

/// <summary>A session and where it belongs.</summary>
/// <param name="session">The session.</param>
/// <param name="pool">The pool that it goes back to; null: it is closed after use.</param>
/// <param name="generation">How often the pool had been cleared when it was opened.</param>
internal sealed class PooledSession(ServerSession session, ConnectionPool? pool, int generation)
{
    private readonly long _openedAt = Stopwatch.GetTimestamp();

    public ServerSession Session { get; } = session;

    public ConnectionPool? Pool { get; } = pool;

    public int Generation { get; } = generation;

    /// <summary>Timestamp of the monotonic clock.</summary>
    public long IdleSince { get; set; }

    public TimeSpan Age => Stopwatch.GetElapsedTime(_openedAt);
}
