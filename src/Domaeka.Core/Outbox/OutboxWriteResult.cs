namespace Domaeka.Core.Outbox;

/// <summary>What became of an <see cref="OutboxWrite"/>.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Sequence">The number of the message that was stored or changed, or of the first one of a repeated request; 0 otherwise.</param>
public readonly record struct OutboxWriteResult(OutboxWriteOutcome Outcome, long Sequence);
