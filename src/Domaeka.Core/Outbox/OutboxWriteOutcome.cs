namespace Domaeka.Core.Outbox;

/// <summary>What became of an <see cref="OutboxWrite"/>.</summary>
public enum OutboxWriteOutcome
{
    /// <summary>It is stored.</summary>
    Stored,

    /// <summary>A message is stored; its room's lane belongs to another instance, which finds mail about it.</summary>
    StoredElsewhere,

    /// <summary>
    /// A message is stored in this instance's lane behind others that have to be loaded first: the lane was not known to be its own, or there is
    /// mail about messages in it that it has not read.
    /// </summary>
    StoredBehind,

    /// <summary>The same request came before: nothing was stored, the first message is in the result.</summary>
    Repeated,

    /// <summary>The request id came before with another content: nothing was stored.</summary>
    RequestIdReused,

    /// <summary>The occurrence was sent before: nothing was stored.</summary>
    OccurrenceTaken,

    /// <summary>There is no such message any more.</summary>
    Missing,
}
