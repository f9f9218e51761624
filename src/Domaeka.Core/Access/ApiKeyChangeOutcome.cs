namespace Domaeka.Core.Access;

/// <summary>Whether a key was changed.</summary>
public enum ApiKeyChangeOutcome
{
    /// <summary>It was.</summary>
    Done,

    /// <summary>There is no such key.</summary>
    NotFound,

    /// <summary>It is the last active key with <see cref="ApiScopes.Admin"/>, and would not be active any more: nobody could get in.</summary>
    LastAdmin,
}
