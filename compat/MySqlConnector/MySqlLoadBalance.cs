namespace MySqlConnector;

/// <summary>Which of several hosts a new connection tries first.</summary>
public enum MySqlLoadBalance
{
    /// <summary>The next one in turn. Without pooling the first.</summary>
    RoundRobin,

    /// <summary>Always the first; the others when it cannot be reached.</summary>
    FailOver,

    /// <summary>Any.</summary>
    Random,

    /// <summary>Here as <see cref="RoundRobin"/>.</summary>
    LeastConnections,
}
