namespace MySqlConnector.Settings;

/// <summary>One option of a connection string.</summary>
internal abstract class ConnectionOption(string[] keywords)
{
    /// <summary>The spelling under which it is stored and told.</summary>
    public string Keyword => Keywords[0];

    public string[] Keywords { get; } = keywords;

    public abstract object GetObject(MySqlConnectionStringBuilder builder);

    public abstract void SetObject(MySqlConnectionStringBuilder builder, object value);
}
