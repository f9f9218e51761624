namespace Domaeka.Core.Processes;

/// <summary>Whether a phone that introduces itself is let in.</summary>
public enum AdmissionOutcome
{
    /// <summary>It is, and its place is kept for the few seconds until its connection is registered.</summary>
    Admitted,

    /// <summary>The server holds as many phones as it may (<c>kb_servers.max_bots</c>).</summary>
    ServerFull,

    /// <summary>The server's row says <c>maintenance</c>.</summary>
    ServerInMaintenance,

    /// <summary>The server's row says <c>inactive</c>.</summary>
    ServerInactive,

    /// <summary>The process has no memory to spare (<see cref="Memory.MemoryOptions.RefusePercent"/>).</summary>
    MemoryShort,
}
