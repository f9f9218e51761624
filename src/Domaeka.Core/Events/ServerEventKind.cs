namespace Domaeka.Core.Events;

/// <summary>What an event tells of: <c>dk_events.kind</c>, in lower case.</summary>
public enum ServerEventKind
{
    /// <summary>A message was accepted or changed its state.</summary>
    Message,

    /// <summary>A phone came or went.</summary>
    Presence,

    /// <summary>A device appeared, vanished or changed its status.</summary>
    Device,

    /// <summary>A room appeared, vanished or changed its status.</summary>
    Room,
}
