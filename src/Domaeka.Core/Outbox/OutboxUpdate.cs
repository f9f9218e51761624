using Domaeka.Core.Chat;

namespace Domaeka.Core.Outbox;

/// <summary>
/// Moves a message on. When <paramref name="Progress"/> ends a message that a schedule sent, the store writes the row of
/// <c>kb_schedule_logs</c> and the result of the run in the same transaction.
/// </summary>
/// <param name="Sequence">Which message.</param>
/// <param name="Progress">Its new progress, as a whole.</param>
public sealed record OutboxUpdate(long Sequence, DeliveryProgress Progress) : OutboxWrite
{
    /// <summary>The attempt that began or changed, stored over one with the same part and attempt; null when none did.</summary>
    public DeliveryAttempt? Attempt { get; init; }

    /// <summary>True when the change is news to callers: the store adds an event of kind message.</summary>
    public bool IsNews { get; init; }

    /// <summary>
    /// What the bot has said with this change. The store appends it to the chat log in the same transaction; should the chat log refuse it,
    /// the change is made all the same. Null when the bot has said nothing.
    /// </summary>
    public ChatLogEntry? OwnLine { get; init; }

    /// <summary>When the change happened.</summary>
    public required DateTimeOffset At { get; init; }
}
