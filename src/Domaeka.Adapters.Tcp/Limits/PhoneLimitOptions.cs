namespace Domaeka.Adapters.Tcp.Limits;

/// <summary>
/// What one connection may cost the server (<c>docs/security.md</c>, "Abuse"). Configuration section <c>PhoneLimits</c>; checked at start-up.
/// </summary>
public sealed class PhoneLimitOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "PhoneLimits";

    /// <summary>
    /// Lines that a connection may send each second in the long run, 0 to 1,000,000; 0 means as many as come (default: 100). Beyond that the
    /// server does not read on; nothing is dropped.
    /// </summary>
    public int LinesPerSecond { get; set; } = 100;

    /// <summary>Lines that a connection may send at once, 1 to 10,000,000 (default: 1,000).</summary>
    public int LineBurst { get; set; } = 1_000;

    /// <summary>Bytes that a connection may send each second in the long run, 0 or at least 1,024; 0 means as many as come (default: 4 MiB).</summary>
    public long BytesPerSecond { get; set; } = 4L * 1024 * 1024;

    /// <summary>Bytes that a connection may send at once, at least 1,024 (default: 16 MiB).</summary>
    public long ByteBurst { get; set; } = 16L * 1024 * 1024;

    /// <summary>
    /// Longest line in bytes of a phone that has not been verified, 1,024 to 64 MiB (default: 384 KiB, which holds 65,000 characters in
    /// every spelling). A shorter limit of the server or the device goes before.
    /// </summary>
    public int MaxUnverifiedLineBytes { get; set; } = 384 * 1024;

    /// <summary>
    /// Most bytes of unfinished lines that all phones together that have not been verified may make the server hold, 1 MiB to 64 GiB
    /// (default: 256 MiB). The connection that would exceed it is closed.
    /// </summary>
    public long MaxUnverifiedBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// How long a phone that has said who it is may take to prove it, 1 s to 1 day. Null (the default) means a second
    /// more than <see cref="TcpOptions.PingTimeout"/>: a silent phone is noticed by its first ping before.
    /// </summary>
    public TimeSpan? ProofTimeout { get; set; }
}
