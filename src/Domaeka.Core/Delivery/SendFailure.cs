namespace Domaeka.Core.Delivery;

/// <summary>Why nothing could be sent.</summary>
public enum SendFailure
{
    /// <summary>Nothing failed.</summary>
    None,

    /// <summary>The room was never seen.</summary>
    RoomNotFound,

    /// <summary>The room's status is not approved.</summary>
    RoomNotApproved,

    /// <summary>No device of the bot that could serve the room is approved.</summary>
    DeviceNotApproved,

    /// <summary>The phone that serves the room is not connected.</summary>
    DeviceOffline,

    /// <summary>The bot has two approved rooms of this name, and text is addressed by name.</summary>
    RoomNameAmbiguous,

    /// <summary>The phone's outbound queue is full.</summary>
    OutboundQueueFull,

    /// <summary>The request id was used before with another content.</summary>
    RequestIdReused,

    /// <summary>The caller stopped waiting while the message still waited; it was withdrawn.</summary>
    Withdrawn,
}
