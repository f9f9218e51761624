namespace Domaeka.Core.Access;

/// <summary>That a call with a key was let through.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="At">When.</param>
public readonly record struct ApiKeyUse(string Id, DateTimeOffset At);
