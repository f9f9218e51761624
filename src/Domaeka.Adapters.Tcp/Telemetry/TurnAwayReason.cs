namespace Domaeka.Adapters.Tcp.Telemetry;

/// <summary>Why the server does not take a phone that has done nothing wrong.</summary>
internal enum TurnAwayReason
{
    /// <summary>The server sends its phones away, to be back later.</summary>
    Draining,

    /// <summary>The server sends its phones to another one.</summary>
    Moving,

    /// <summary>The database does not answer.</summary>
    StorageUnavailable,

    /// <summary>The server's row says maintenance.</summary>
    Maintenance,

    /// <summary>Memory is short.</summary>
    MemoryShort,

    /// <summary>The server's row says that it is not in use.</summary>
    Inactive,

    /// <summary>There is no place.</summary>
    Full,
}
