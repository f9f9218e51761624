namespace Domaeka.Core.Access;

/// <summary>Whether a key was made.</summary>
public enum ApiKeyCreationOutcome
{
    /// <summary>It was.</summary>
    Created,

    /// <summary>The same request made one before; nothing was stored.</summary>
    Repeated,

    /// <summary>Another request came with this id before; nothing was stored.</summary>
    RequestIdReused,

    /// <summary>Its end is not behind its creation; nothing was stored.</summary>
    AlreadyExpired,
}
