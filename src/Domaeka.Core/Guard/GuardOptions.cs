namespace Domaeka.Core.Guard;

/// <summary>
/// From where connections are taken, and how long addresses that abuse the server are shut off (<c>docs/security.md</c>, "Abuse").
/// An address is an IPv4 address or an IPv6 /64. Configuration section <c>Guard</c>; checked at start-up.
/// </summary>
public sealed class GuardOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Guard";

    /// <summary>
    /// How many connections of one address may end within <see cref="FailureWindow"/> without their phone having been verified; with the last of
    /// them the address is blocked. 0 to 1,000; 0 blocks nobody by itself. (default: 10)
    /// </summary>
    public int MaxFailuresPerAddress { get; set; } = 10;

    /// <summary>The time that <see cref="MaxFailuresPerAddress"/> is about. 1 s to 1 h. (default: 1 min)</summary>
    public TimeSpan FailureWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an address is blocked. 1 s to 30 days. (default: 1 h)</summary>
    public TimeSpan BlockDuration { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Most connections of one address at a time that have not been verified. 0 to 100,000; 0 means as many as come. (default: 100)
    /// </summary>
    public int MaxUnverifiedPerAddress { get; set; } = 100;

    /// <summary>
    /// The same for a blocked address where a phone was verified within <see cref="KnownFor"/>: one refused script must not shut off
    /// the phones that share its address. 0 to 1,000; 0 shuts such addresses off like any other. (default: 5)
    /// </summary>
    public int MaxUnverifiedWhenBlocked { get; set; } = 5;

    /// <summary>How long an address counts as known after a phone was last verified there. 1 min to 30 days. (default: 24 h)</summary>
    public TimeSpan KnownFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Most blocks at a time, 100 to 100,000 (default: 10,000). When they are more, automatic ones that end soonest are forgotten.</summary>
    public int MaxBlocks { get; set; } = 10_000;

    /// <summary>How often blocks are written, and those of other processes read. 100 ms to 1 min. (default: 1 s)</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether connections from this machine itself are never counted or refused (default: true).</summary>
    public bool ExemptLoopback { get; set; } = true;
}
