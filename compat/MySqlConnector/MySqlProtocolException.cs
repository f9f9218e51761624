namespace MySqlConnector;

/// <summary>
/// The server said something that the MySQL protocol does not allow at that place. The connection is of no further use and never
/// goes back to its pool.
/// </summary>
public sealed class MySqlProtocolException : InvalidOperationException
{
    internal MySqlProtocolException(string message)
        : base(message)
    {
    }
}
