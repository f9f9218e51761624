namespace Domaeka.Core.Access;

/// <summary>What became of a change of a key.</summary>
/// <param name="Outcome">Whether it was done.</param>
/// <param name="Key">The key as it is now, or as it would be where nothing was to be stored; null unless it was done.</param>
public sealed record ApiKeyChange(ApiKeyChangeOutcome Outcome, ApiKey? Key);
