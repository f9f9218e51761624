using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
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

    /// <summary>The zone of time stamps that name none.</summary>
    public TimeZoneInfo PhoneZone { get; } = TimeZoneInfo.FindSystemTimeZoneById(options.Value.PhoneTimeZone);
}
