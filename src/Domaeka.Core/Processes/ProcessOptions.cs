namespace Domaeka.Core.Processes;

/// <summary>How this process is known in <c>kb_server_processes</c>.</summary>
public sealed class ProcessOptions
{
    /// <summary>The process's name, 1 to 100 characters (default: <c>domaeka</c>).</summary>
    public string Name { get; set; } = "domaeka";

    /// <summary>The TCP port that phones connect to, for the record; 0 when it is chosen by the system (default: 0).</summary>
    public int Port { get; set; }

    /// <summary>How often the process reports; 1 s or more (default: 30 s).</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(30);
}
