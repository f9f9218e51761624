namespace Domaeka.Core.Sessions;

/// <summary>
/// How phones resume with a token instead of waiting for a signature (<c>docs/security.md</c>, "Session tokens"). Configuration section
/// <c>Sessions</c>; checked at start-up.
/// </summary>
public sealed class SessionTokenOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Sessions";

    /// <summary>
    /// Whether phones that declare it are given tokens, and tokens are taken. Only where phones are verified by a signature. Where it is off, tokens
    /// that are out are good for nothing. (default: true)
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// How long a token is good, counted from the phone's last signature that renewed it: resuming alone prolongs nothing. A phone that stays
    /// connected is given a new one when half of it is over. 1 min to 24 h. (default: 1 h)
    /// </summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a handshake waits for the database to look at its token; then the phone goes on as without one. 50 ms to 10 s. (default: 2 s)
    /// </summary>
    public TimeSpan StorageTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
