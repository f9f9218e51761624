using Domaeka.Core.Outbox;

namespace Domaeka.Core.Delivery;

/// <summary>The answer to a <see cref="SendRequest"/>: a message or a failure.</summary>
/// <param name="Failure">Why it was not accepted; <see cref="SendFailure.None"/> when it was.</param>
/// <param name="Message">The message as it stands; null when it was not accepted.</param>
public sealed record SendResult(SendFailure Failure, OutboxMessage? Message);
