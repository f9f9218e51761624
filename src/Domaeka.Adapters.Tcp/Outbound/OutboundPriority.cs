namespace Domaeka.Adapters.Tcp.Outbound;

/// <summary>What goes before what of the things that wait for one phone (<c>docs/architecture.md</c>, "What goes first").</summary>
internal enum OutboundPriority
{
    /// <summary>The adapter's own lines: they are few, and keep the connection alive or tell the phone where it stands.</summary>
    Critical,

    /// <summary>Somebody in a room waits for it.</summary>
    High,

    /// <summary>Notices.</summary>
    Normal,

    /// <summary>What has time.</summary>
    Low,
}
