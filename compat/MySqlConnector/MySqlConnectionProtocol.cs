namespace MySqlConnector;

/// <summary>How the server is reached.</summary>
public enum MySqlConnectionProtocol
{
    /// <summary>TCP.</summary>
    Sockets = 1,

    /// <summary>TCP; another name of <see cref="Sockets"/>.</summary>
    Socket = 1,

    /// <summary>TCP; another name of <see cref="Sockets"/>.</summary>
    Tcp = 1,

    /// <summary>A named pipe of Windows; not supported here.</summary>
    Pipe = 2,

    /// <summary>A named pipe of Windows; not supported here.</summary>
    NamedPipe = 2,

    /// <summary>A Unix socket; the server is its path.</summary>
    UnixSocket = 3,

    /// <summary>A Unix socket; another name of <see cref="UnixSocket"/>.</summary>
    Unix = 3,

    /// <summary>Shared memory; not supported here.</summary>
    SharedMemory = 4,

    /// <summary>Shared memory; not supported here.</summary>
    Memory = 4,
}
