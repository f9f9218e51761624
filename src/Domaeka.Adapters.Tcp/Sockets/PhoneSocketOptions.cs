namespace Domaeka.Adapters.Tcp.Sockets;

/// <summary>
/// How the phones' sockets are set (<c>docs/security.md</c>, "Sockets"). Zero leaves a value to the system. Configuration section
/// <c>Sockets</c>; checked at start-up.
/// </summary>
public sealed class PhoneSocketOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Sockets";

    /// <summary>TCP_NODELAY: lines leave at once, also small ones (default: true).</summary>
    public bool NoDelay { get; set; } = true;

    /// <summary>Silence after which the system asks whether the phone is still there, whole seconds, 0 to 1 day (default: 30 s); 0 does not ask.</summary>
    public TimeSpan KeepAliveTime { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between two such questions, whole seconds, 0 to 1 h (default: 10 s).</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Questions without an answer after which the connection is gone, 0 to 100 (default: 9).</summary>
    public int KeepAliveProbes { get; set; } = 9;

    /// <summary>Send buffer of the system in bytes, 0, or 4,096 to 16 MiB (default: 64 KiB). Linux keeps twice as much, for its own use.</summary>
    public int SendBufferBytes { get; set; } = 64 * 1024;

    /// <summary>Receive buffer of the system in bytes, 0, or 4,096 to 16 MiB (default: 64 KiB). Linux keeps twice as much, for its own use.</summary>
    public int ReceiveBufferBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// How long what was sent may stay unacknowledged before the connection is gone, 0 to 1 h (default: 60 s). TCP_USER_TIMEOUT, on Linux
    /// alone; there it also goes before <see cref="KeepAliveProbes"/>.
    /// </summary>
    public TimeSpan UserTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long the system still tries to bring a closed connection what it holds for it, 0 to 1 min; then it is reset (default: 5 s).
    /// On Linux alone. Closing never waits for it (<c>docs/security.md</c>, "Sockets").
    /// </summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Connections that may wait to be accepted, 1 to 65,535 (default: 4,096); the system may cut it (<c>net.core.somaxconn</c>). Holds
    /// for every port of the server.
    /// </summary>
    public int Backlog { get; set; } = 4_096;

    /// <summary>
    /// Bytes of a connection that are read before anybody looks at them, 4,096 to 16 MiB (default: 256 KiB). What a phone can make the server hold
    /// while it does not read on. Holds for every port of the server.
    /// </summary>
    public int ReadAheadBytes { get; set; } = 256 * 1024;
}
