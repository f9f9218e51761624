namespace Domaeka.Core.Delivery;

/// <summary>Why a message was not accepted.</summary>
public enum SendFailure
{
    /// <summary>Nothing failed.</summary>
    None,

    /// <summary>The room was never seen.</summary>
    RoomNotFound,

    /// <summary>The request id was used before with another content.</summary>
    RequestIdReused,

    /// <summary>The occurrence of the schedule was sent before.</summary>
    OccurrenceTaken,

    /// <summary>As many messages wait as may wait (<see cref="DeliveryOptions.MaxPendingMessages"/>).</summary>
    OutboxFull,

    /// <summary>The expiry time has passed already, or comes before the time to send.</summary>
    AlreadyExpired,
}
