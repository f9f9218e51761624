namespace Domaeka.Core.Outbox;

/// <summary>A row of <c>dk_requests</c>.</summary>
/// <param name="Hash">SHA-256 of what the first request with the id asked for.</param>
/// <param name="Sequence">The message that it led to.</param>
public sealed record KnownRequest(string Hash, long Sequence);
