namespace Domaeka.Core.Delivery;

/// <summary>What is known of a message, never more (<c>docs/architecture.md</c>, "Decisions").</summary>
public enum DeliveryState
{
    /// <summary>Accepted and stored; waits for its time or its turn.</summary>
    Queued,

    /// <summary>Accepted and stored; waits for somebody to change what stands in its way (an approval, an ambiguous name).</summary>
    Held,

    /// <summary>Handed to the phone's socket, every part of it. This does not say that the phone has read it.</summary>
    Written,

    /// <summary>The phone's script has worked through every part. An end.</summary>
    Confirmed,

    /// <summary>It cannot be delivered, and the part in question never left. An end.</summary>
    Failed,

    /// <summary>Its time ran out before it was written. An end.</summary>
    Expired,

    /// <summary>Taken back, or replaced by a newer one, before it was written. An end.</summary>
    Cancelled,

    /// <summary>
    /// The link was lost, or the server ended, behind the writing and before the confirmation: nobody knows. An end, unless it is to be
    /// written again (<see cref="Redelivery.AtLeastOnce"/>).
    /// </summary>
    Uncertain,
}
