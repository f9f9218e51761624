namespace Domaeka.Core.Outbox;

/// <summary>Why a room has a message or does not have it, from what is recorded.</summary>
/// <param name="Message">The message as it stands.</param>
/// <param name="Sentence">One sentence in Korean, for the operator of the shop.</param>
/// <param name="Facts">What the sentence rests on, the weightiest first; at least one.</param>
/// <param name="Attempts">Every attempt, in the order of part and attempt.</param>
public sealed record MessageExplanation(
    OutboxMessage Message, string Sentence, IReadOnlyList<ExplanationFact> Facts, IReadOnlyList<DeliveryAttempt> Attempts);
