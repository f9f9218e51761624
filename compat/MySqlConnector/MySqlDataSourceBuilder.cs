namespace MySqlConnector;

/// <summary>Collects what a <see cref="MySqlDataSource"/> is made of.</summary>
public sealed class MySqlDataSourceBuilder
{
    private string? _name;

    /// <summary>A builder.</summary>
    /// <param name="connectionString">The connection string to begin with. Default: null, all options at their defaults.</param>
    public MySqlDataSourceBuilder(string? connectionString = null) =>
        ConnectionStringBuilder = new MySqlConnectionStringBuilder(connectionString ?? "");

    /// <summary>The options, which may be changed.</summary>
    public MySqlConnectionStringBuilder ConnectionStringBuilder { get; }

    /// <summary>Names the data source.</summary>
    /// <param name="name">The name; null: none.</param>
    /// <returns>This builder.</returns>
    public MySqlDataSourceBuilder UseName(string? name)
    {
        _name = name;
        return this;
    }

    /// <summary>Makes the data source.</summary>
    /// <returns>It; nothing is opened yet.</returns>
    public MySqlDataSource Build() => new(ConnectionStringBuilder.ConnectionString, _name);
}
