using Domaeka.Adapters.Tcp.Compression;
using Domaeka.Adapters.Tcp.Limits;
using Domaeka.Adapters.Tcp.Sockets;
using Domaeka.Adapters.Tcp.Telemetry;
using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Sessions;
using Domaeka.Protocol.Compression;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>What every connection works with.</summary>
internal sealed class PhoneServices(
    IOptions<TcpOptions> options,
    IOptions<PhoneLimitOptions> limits,
    IOptions<PhoneSocketOptions> sockets,
    IOptions<CompressionOptions> compression,
    IConnectionRegistry registry,
    IDeviceDirectory devices,
    IChatPipeline pipeline,
    SignatureGate signatures,
    PhoneGreeter greeter,
    ProofLedger proofs,
    UnverifiedBytes unverifiedBytes,
    ISessionTokens sessionTokens,
    IPingRecorder pings,
    TimeProvider time,
    ILogger<PhoneConnectionHandler> logger,
    PhoneMetrics metrics)
{
    // The first ping's own time-out, which says more of a silent phone, is to come first.
    private static readonly TimeSpan PingFirst = TimeSpan.FromSeconds(1);

    private long _rateLimits;

    public TcpOptions Options { get; } = options.Value;

    public PhoneLimitOptions Limits { get; } = limits.Value;

    public PhoneSocketOptions Sockets { get; } = sockets.Value;

    /// <summary>What long lines go through to phones that read compressed ones; null when none are to be compressed.</summary>
    public LineCompressor? Compressor { get; } = compression.Value is { Enabled: true } rules
        ? new LineCompressor(rules.MinimumLineBytes, rules.MinimumSaving, rules.Level)
        : null;

    /// <summary>How long a phone that has said who it is may take to prove it.</summary>
    public TimeSpan ProofTimeout { get; } = limits.Value.ProofTimeout ?? (options.Value.PingTimeout + PingFirst);

    public IConnectionRegistry Registry => registry;

    public IDeviceDirectory Devices => devices;

    public IChatPipeline Pipeline => pipeline;

    public SignatureGate Signatures => signatures;

    public PhoneGreeter Greeter => greeter;

    public ProofLedger Proofs => proofs;

    public ISessionTokens SessionTokens => sessionTokens;

    public UnverifiedBytes UnverifiedBytes => unverifiedBytes;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    public PhoneMetrics Metrics => metrics;

    /// <summary>How often a connection was not read from because it had sent too much too fast.</summary>
    public long RateLimits => Interlocked.Read(ref _rateLimits);

    /// <summary>Counts one more of them.</summary>
    public void RateLimited() => Interlocked.Increment(ref _rateLimits);

    /// <summary>Who is told what became of pings.</summary>
    public PingReporter PingReports { get; } = new(pings, TimeZoneInfo.FindSystemTimeZoneById(options.Value.PhoneTimeZone), time);

    /// <summary>The zone of time stamps that name none.</summary>
    public TimeZoneInfo PhoneZone { get; } = TimeZoneInfo.FindSystemTimeZoneById(options.Value.PhoneTimeZone);
}
