namespace Domaeka.Core.Delivery;

/// <summary>The answer to a <see cref="SendRequest"/>: a message or a failure.</summary>
/// <param name="Failure">Why nothing was sent; <see cref="SendFailure.None"/> when something was.</param>
/// <param name="Message">The message; null when nothing was sent.</param>
public sealed record SendResult(SendFailure Failure, SentMessage? Message);
