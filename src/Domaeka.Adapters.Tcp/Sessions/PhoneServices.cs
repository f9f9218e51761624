using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Monitoring;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>What every connection works with.</summary>
internal sealed class PhoneServices(
    IOptions<TcpOptions> options,
    IConnectionRegistry registry,
    IDeviceDirectory devices,
    IChatPipeline pipeline,
    SignatureGate signatures,
    PhoneGreeter greeter,
    IPingRecorder pings,
    TimeProvider time,
    ILogger<PhoneConnectionHandler> logger)
{
    public TcpOptions Options { get; } = options.Value;

    public IConnectionRegistry Registry => registry;

    public IDeviceDirectory Devices => devices;

    public IChatPipeline Pipeline => pipeline;

    public SignatureGate Signatures => signatures;

    public PhoneGreeter Greeter => greeter;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>Who is told what became of pings.</summary>
    public PingReporter PingReports { get; } = new(pings, TimeZoneInfo.FindSystemTimeZoneById(options.Value.PhoneTimeZone), time);

    /// <summary>The zone of time stamps that name none.</summary>
    public TimeZoneInfo PhoneZone { get; } = TimeZoneInfo.FindSystemTimeZoneById(options.Value.PhoneTimeZone);
}
