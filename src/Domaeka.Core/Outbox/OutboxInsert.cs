namespace Domaeka.Core.Outbox;

/// <summary>
/// Takes a message in. The store adds an event of kind message with it. Does nothing when the request id is known
/// (<see cref="OutboxWriteOutcome.Repeated"/>, <see cref="OutboxWriteOutcome.RequestIdReused"/>), or when the occurrence was taken before
/// (<see cref="OutboxWriteOutcome.OccurrenceTaken"/>).
/// </summary>
/// <param name="Message">The message; its <see cref="OutboxHeader.Sequence"/> is not looked at.</param>
public sealed record OutboxInsert(OutboxMessage Message) : OutboxWrite
{
    /// <summary>SHA-256 of what the request asked for, as lower-case hexadecimal digits; null exactly when there is no request id.</summary>
    public string? RequestHash { get; init; }

    /// <summary>The first attempt, when the message is written at once: acceptance and attempt are one transaction then. Null when it waits. Needs <see cref="IsLaneKnown"/>.</summary>
    public DeliveryAttempt? Attempt { get; init; }

    /// <summary>
    /// True when the instance knows that the room's lane is its own. Otherwise the store makes the lane this instance's when it is nobody's, or
    /// stores the message in the name of whoever has it, with mail about it. (default: false)
    /// </summary>
    public bool IsLaneKnown { get; init; }

    /// <summary>
    /// What is stored in place of the message's progress and of <see cref="Attempt"/> when the message cannot go at once after all
    /// (<see cref="OutboxWriteOutcome.StoredBehind"/>); null when it was not to go at once.
    /// </summary>
    public DeliveryProgress? ProgressIfBehind { get; init; }

    /// <summary>The occurrence that the message stands for; null when no schedule sent it. Recorded in the same transaction.</summary>
    public ScheduleOccurrence? Occurrence { get; init; }
}
