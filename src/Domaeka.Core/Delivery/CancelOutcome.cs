namespace Domaeka.Core.Delivery;

/// <summary>What became of a wish to take a message back.</summary>
public enum CancelOutcome
{
    /// <summary>
    /// It will not be written (any more). Its state is <see cref="DeliveryState.Cancelled"/>, or stays <see cref="DeliveryState.Uncertain"/>
    /// when its redelivery was called off.
    /// </summary>
    Cancelled,

    /// <summary>There is no such message.</summary>
    NotFound,

    /// <summary>It came to its end before; nothing changed.</summary>
    AlreadyEnded,

    /// <summary>It, or the part at hand, is being written or may have been; nothing changed.</summary>
    AlreadySent,
}
