namespace Domaeka.Core.Connections;

/// <summary>Why the server closes a phone's connection.</summary>
public enum CloseReason
{
    /// <summary>A newer connection of the same device has proven itself.</summary>
    Replaced,

    /// <summary>The device is denied, revoked or blocked; the phone is told so first.</summary>
    ShutOut,

    /// <summary>An administrator asked for it.</summary>
    Requested,

    /// <summary>The server drains or stops; the phone is told to come back (<c>serverShutdown</c>).</summary>
    ServerShutdown,

    /// <summary>The phone was sent to another server (<c>serverMigration</c>) and has not gone in time; nothing more is said.</summary>
    Moved,
}
