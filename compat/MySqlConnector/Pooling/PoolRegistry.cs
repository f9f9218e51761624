using System.Collections.Concurrent;
using MySqlConnector.Protocol;
using MySqlConnector.Settings;

namespace MySqlConnector.Pooling;

/// <summary>The pools of connections that were opened by a connection string. Data sources have their own.</summary>
internal static class PoolRegistry
{
    private static readonly ConcurrentDictionary<string, PoolRegistration> Registrations = new(StringComparer.Ordinal);

    /// <summary>What a connection string means, and its pool.</summary>
    public static PoolRegistration Find(string connectionString) =>
        Registrations.TryGetValue(connectionString, out var known) ? known : Register(connectionString);

    public static async ValueTask ClearAllAsync(IOBehavior io)
    {
        foreach (var pool in Registrations.Values.Select(registration => registration.Pool).Distinct())
        {
            if (pool is not null)
                await pool.ClearAsync(io);
        }
    }

    private static PoolRegistration Register(string connectionString)
    {
        var settings = new ConnectionSettings(new MySqlConnectionStringBuilder(connectionString));
        // Two spellings of the same string share one pool.
        var normalized = Registrations.GetOrAdd(
            settings.ConnectionString, static (_, created) => new PoolRegistration(created, created.Pooling ? new ConnectionPool(created, TimeProvider.System) : null), settings);
        return Registrations.GetOrAdd(connectionString, normalized);
    }
}
