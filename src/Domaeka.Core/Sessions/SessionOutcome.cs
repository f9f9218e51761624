namespace Domaeka.Core.Sessions;

/// <summary>What became of a token that a phone has shown. Only <see cref="Resumed"/> proves anything.</summary>
public enum SessionOutcome
{
    /// <summary>It is the device's, and good: the phone has proven itself.</summary>
    Resumed,

    /// <summary>It is none of this device: made up, another device's, ended, or of a device that was bound anew.</summary>
    Unknown,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was replaced by another that has been used since: somebody has a copy. Every token of the device has ended.</summary>
    Reused,

    /// <summary>The device is not approved now, or not bound to any phone; its tokens have ended.</summary>
    NotApproved,

    /// <summary>The database does not answer, or not in time.</summary>
    Unavailable,
}
