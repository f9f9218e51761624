namespace Domaeka.Core.Processes;

/// <summary>How this process is known in <c>kb_server_processes</c>.</summary>
public sealed class ProcessOptions
{
    /// <summary>
    /// The process's name, 1 to 100 characters (default: <c>domaeka</c>). The server program takes port and server from the row of that name, see
    /// <see cref="CreateRow"/>; without a name it calls itself <c>domaeka-</c> and its TCP port.
    /// </summary>
    public string Name { get; set; } = "domaeka";

    /// <summary>
    /// What the server program does when it was given a name that has no row: true makes one, false ends the start with an error, since a
    /// mistyped name would otherwise run on the wrong port (default: false).
    /// </summary>
    public bool CreateRow { get; set; }

    /// <summary>The TCP port that phones connect to, for the record; 0 when it is chosen by the system (default: 0).</summary>
    public int Port { get; set; }

    /// <summary>How often the process reports; 1 s or more (default: 30 s).</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often the number of phones is told when it has changed, and the server's limit is read; 100 ms to 1 min (default: 2 s).
    /// </summary>
    public TimeSpan LoadInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>After so long without a report a process is taken for crashed, and its phones for gone: three heartbeats.</summary>
    public TimeSpan SilenceLimit => 3 * HeartbeatInterval;
}
