namespace Domaeka.Core.Outbox.Lanes;

/// <summary>Where a message is within this process.</summary>
internal enum MessagePhase
{
    /// <summary>On its way into the store.</summary>
    Accepting,

    /// <summary>Its time, or that of its next part, has not come.</summary>
    Resting,

    /// <summary>In the queue of its room.</summary>
    Waiting,

    /// <summary>Chosen; the attempt is on its way into the store.</summary>
    Claiming,

    /// <summary>In the connection's queue.</summary>
    Enqueued,

    /// <summary>Being written.</summary>
    Writing,

    /// <summary>Written, and waiting for its confirmation.</summary>
    Confirming,

    /// <summary>Done.</summary>
    Ended,
}
