using Domaeka.Adapters.Tcp.Compression;
using Domaeka.Adapters.Tcp.Limits;
using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Adapters.Tcp.Sockets;
using Domaeka.Adapters.Tcp.Telemetry;
using Domaeka.Adapters.Tcp.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp;

/// <summary>Registers the TCP adapter.</summary>
public static class DomaekaTcpServiceCollectionExtensions
{
    /// <summary>
    /// Registers what <see cref="PhoneListenOptionsExtensions.UseDomaekaPhones"/> needs, besides Core's own services. Options are checked at
    /// start-up; bind <see cref="TcpOptions"/>, <see cref="TcpTlsOptions"/>, <see cref="SignatureOptions"/>, <see cref="PhoneSocketOptions"/>,
    /// <see cref="PhoneLimitOptions"/> and <see cref="CompressionOptions"/> to configuration as usual.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Changes the options; null leaves them as they are.</param>
    public static IServiceCollection AddDomaekaTcp(this IServiceCollection services, Action<TcpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<TcpOptions>().ValidateOnStart();
        services.AddOptions<TcpTlsOptions>().ValidateOnStart();
        services.AddOptions<SignatureOptions>().ValidateOnStart();
        services.AddOptions<PhoneSocketOptions>().ValidateOnStart();
        services.AddOptions<PhoneLimitOptions>().ValidateOnStart();
        services.AddOptions<CompressionOptions>().ValidateOnStart();
        if (configure is not null)
            services.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TcpOptions>, TcpOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TcpTlsOptions>, TcpTlsOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SignatureOptions>, SignatureOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PhoneSocketOptions>, PhoneSocketOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PhoneLimitOptions>, PhoneLimitOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CompressionOptions>, CompressionOptionsValidator>());

        // Kestrel has one transport for all of its ports, so these two hold for the others as well.
        services.AddOptions<SocketTransportOptions>().Configure<IOptions<PhoneSocketOptions>>((transport, sockets) =>
        {
            transport.Backlog = sockets.Value.Backlog;
            transport.MaxReadBufferSize = sockets.Value.ReadAheadBytes;
        });

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TlsStatistics>();
        services.TryAddSingleton<SignatureGate>();
        services.TryAddSingleton<PhoneGreeter>();
        services.TryAddSingleton<ProofLedger>();
        services.TryAddSingleton<UnverifiedBytes>();
        services.TryAddSingleton<PhoneMetrics>();
        services.TryAddSingleton<PhoneServices>();
        services.TryAddSingleton<ConnectionLimiter>();
        services.TryAddSingleton<PhoneDoor>();
        services.TryAddSingleton<PhoneConnectionHandler>();
        services.AddHostedService<PhoneGauges>();
        return services;
    }
}
