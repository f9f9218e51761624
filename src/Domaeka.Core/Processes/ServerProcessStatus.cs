namespace Domaeka.Core.Processes;

/// <summary>What a server process is doing: <c>kb_server_processes.status</c>.</summary>
public enum ServerProcessStatus
{
    /// <summary>A word that is none of the known ones.</summary>
    Unknown = 0,

    /// <summary>Not yet serving.</summary>
    Starting,

    /// <summary>Serving.</summary>
    Running,

    /// <summary>Draining or finishing work.</summary>
    Stopping,

    /// <summary>Ended properly.</summary>
    Stopped,

    /// <summary>Ended by an error.</summary>
    Error,

    /// <summary>Ended without a word.</summary>
    Crashed,
}
