namespace Domaeka.Core.Delivery;

/// <summary>What is known of a message, never more (<c>docs/architecture.md</c>, "Decisions").</summary>
public enum DeliveryState
{
    /// <summary>Waiting for its turn.</summary>
    Queued,

    /// <summary>Handed to the phone's socket.</summary>
    Written,

    /// <summary>The link was lost before anything left: the room has not got it.</summary>
    Failed,

    /// <summary>The link was lost while it was being written: nobody knows.</summary>
    Uncertain,
}
