using MySqlConnector.Session;

namespace MySqlConnector.Pooling;

/// <summary>A session and where it belongs.</summary>
/// <param name="session">The session.</param>
/// <param name="pool">The pool that it goes back to; null: it is closed after use.</param>
/// <param name="generation">How often the pool had been cleared when it was opened.</param>
/// <param name="openedAt">When, by the pool's clock.</param>
internal sealed class PooledSession(ServerSession session, ConnectionPool? pool, int generation, long openedAt)
{
    public ServerSession Session { get; } = session;

    public ConnectionPool? Pool { get; } = pool;

    public int Generation { get; } = generation;

    public long OpenedAt { get; } = openedAt;

    /// <summary>Since when it waits, by the pool's clock.</summary>
    public long IdleSince { get; set; }
}
