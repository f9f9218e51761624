namespace Domaeka.Core.Access;

/// <summary>What became of a key that was to be made.</summary>
/// <param name="Outcome">Whether it was made.</param>
/// <param name="Key">The key that was made, or the one that the same request made before; null otherwise.</param>
public sealed record ApiKeyCreation(ApiKeyCreationOutcome Outcome, ApiKey? Key);
