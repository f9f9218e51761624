using System.Net;

namespace Domaeka.Adapters.Tcp;

/// <summary>
/// How the server treats the phones' connections. Configuration section <c>Tcp</c>; checked at start-up, all errors at once.
/// </summary>
public sealed class TcpOptions
{
    /// <summary>The port that phones connect to, 0 to 65535; 0 lets the system choose one (default: 1490).</summary>
    public int Port { get; set; } = 1490;

    /// <summary>
    /// The address to listen on. Null (the default) means every address when signatures can be verified, and loopback alone when they
    /// cannot (<c>docs/architecture.md</c>, "Decisions"). .NET's configuration binder does not convert addresses: a program that reads this from
    /// configuration parses it itself.
    /// </summary>
    public IPAddress? Address { get; set; }

    /// <summary>Most connections open at a time, proven or not, at least 1; further ones are closed at once (default: 10,000).</summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>How long a fresh connection may take to say whose it is, by handshake or by a signed chat line (default: 10 s).</summary>
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Time between two pings to a phone, 1 s to 1 h (default: 30 s). The first goes out at once; later ones are spread by a few percent so
    /// that phones that came back together do not stay in step.
    /// </summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a ping may stay without a verified answer before the phone counts as dead (default: 90 s). Runs from the moment when the
    /// ping was written, or from the end of the time that the phone spends on media written before it; stands still while the
    /// server itself does not read because its queues are full.
    /// </summary>
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a phone may send nothing at all before it is closed; not shorter than <see cref="PingTimeout"/> (default: 600 s).</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Longest inbound line in bytes, the line end not counted, 1,024 to 64 MiB (default: 1 MiB). A device's own
    /// <see cref="Core.Devices.Device.MaxMessageSizeBytes"/> goes before. A longer line is skipped unread.
    /// </summary>
    public int MaxInboundLineBytes { get; set; } = 1024 * 1024;

    /// <summary>Longest outbound line in bytes, 1,024 to 256 MiB; a message that needs a longer one is refused (default: 32 MiB).</summary>
    public int MaxOutboundLineBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Most messages of each priority that wait for one phone, at least 1 (default: 1,000). Who sends more waits.</summary>
    public int OutboundQueueLength { get; set; } = 1_000;

    /// <summary>
    /// Most bytes that wait for one phone, not less than <see cref="MaxOutboundLineBytes"/> (default: 64 MiB). Who sends more waits. A quarter of them is
    /// kept for answers, and the first message of each priority is let in whatever its size.
    /// </summary>
    public long MaxOutboundQueueBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>
    /// How long a closing connection may take to write what still waits, and how long a phone that has half-closed is still given
    /// answers (default: 5 s).
    /// </summary>
    public TimeSpan CloseGracePeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Unusable lines in a row after which a connection is closed, at least 1 (default: 100).</summary>
    public int MaxBadLinesInRow { get; set; } = 100;

    /// <summary>Lines over the length limit in a row after which a connection is closed, at least 1 (default: 5).</summary>
    public int MaxOversizeLinesInRow { get; set; } = 5;

    /// <summary>
    /// IANA name of the time zone that the time stamps of the old scripts are meant in, which name none (default: <c>Asia/Seoul</c>).
    /// </summary>
    public string PhoneTimeZone { get; set; } = "Asia/Seoul";
}
