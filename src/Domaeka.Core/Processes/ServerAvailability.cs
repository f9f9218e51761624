namespace Domaeka.Core.Processes;

/// <summary>Whether a server takes new phones: <c>kb_servers.status</c> and <c>is_active</c>.</summary>
public enum ServerAvailability
{
    /// <summary>It does. Also for <c>degraded</c>, <c>failed</c> and words that are not known: those describe, they do not forbid.</summary>
    Open = 0,

    /// <summary><c>maintenance</c>: phones that are connected stay, new ones are refused.</summary>
    Maintenance,

    /// <summary><c>inactive</c>, or <c>is_active</c> is 0: phones that are connected stay, new ones are refused.</summary>
    Inactive,
}
