namespace Domaeka.Core.Sessions;

/// <summary>What became of a token that a phone has shown.</summary>
/// <param name="Outcome">Whether the phone has proven itself, or why not.</param>
/// <param name="Grant">The token that takes the place of the shown one; null unless it was resumed.</param>
/// <param name="Handle">What to call the shown token by; null unless it may still be good, which nobody could look up.</param>
public sealed record SessionResumption(SessionOutcome Outcome, SessionGrant? Grant, string? Handle);
