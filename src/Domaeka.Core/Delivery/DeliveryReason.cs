namespace Domaeka.Core.Delivery;

/// <summary>Why a message is in its <see cref="DeliveryState"/>.</summary>
public enum DeliveryReason
{
    /// <summary>Nothing to add.</summary>
    None,

    /// <summary>Queued: its time has not come.</summary>
    NotBefore,

    /// <summary>Queued: others go first, or an earlier message to the room is not done yet.</summary>
    WaitingTurn,

    /// <summary>Queued: the phone has as many unconfirmed messages as it may have, or works on pictures.</summary>
    PhoneBusy,

    /// <summary>Queued: no phone that serves the room is connected.</summary>
    DeviceOffline,

    /// <summary>Queued: the pause in front of the next part.</summary>
    Pause,

    /// <summary>Held: the room is not approved.</summary>
    RoomNotApproved,

    /// <summary>Held: no phone that serves the room is approved.</summary>
    DeviceNotApproved,

    /// <summary>Held: the bot has two approved rooms of this name, and text is addressed by name.</summary>
    RoomNameAmbiguous,

    /// <summary>Uncertain: the link to the phone was lost.</summary>
    LinkLost,

    /// <summary>Uncertain: the server ended while the message was being written or waited for its confirmation.</summary>
    ServerStopped,

    /// <summary>Failed: no line can carry the content to this phone's script.</summary>
    NotEncodable,

    /// <summary>Failed: the line would be longer than the server may send.</summary>
    LineTooLong,

    /// <summary>Failed: a file of the message is gone from the data directory.</summary>
    MediaMissing,

    /// <summary>Expired: the expiry time came first.</summary>
    Expired,

    /// <summary>Cancelled: the caller took it back.</summary>
    CancelledByCaller,

    /// <summary>Cancelled: a newer message with its collapse key took its place.</summary>
    Collapsed,
}
