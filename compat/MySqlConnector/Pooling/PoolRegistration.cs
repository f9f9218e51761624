using MySqlConnector.Settings;

namespace MySqlConnector.Pooling;

/// <summary>A connection string that was read, and its pool; null: Pooling=false.</summary>
internal sealed record PoolRegistration(ConnectionSettings Settings, ConnectionPool? Pool);
