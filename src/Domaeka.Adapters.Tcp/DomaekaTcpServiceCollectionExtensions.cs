using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Adapters.Tcp.Tls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp;

/// <summary>Registers the TCP adapter.</summary>
public static class DomaekaTcpServiceCollectionExtensions
{
    /// <summary>
    /// Registers what <see cref="PhoneListenOptionsExtensions.UseDomaekaPhones"/> needs, besides Core's own services. Options are checked at
    /// start-up; bind <see cref="TcpOptions"/>, <see cref="TcpTlsOptions"/> and <see cref="SignatureOptions"/> to configuration as usual.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Changes the options; null leaves them as they are.</param>
    public static IServiceCollection AddDomaekaTcp(this IServiceCollection services, Action<TcpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddOptions<TcpOptions>().ValidateOnStart();
        services.AddOptions<TcpTlsOptions>().ValidateOnStart();
        services.AddOptions<SignatureOptions>().ValidateOnStart();
        if (configure is not null)
            services.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TcpOptions>, TcpOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TcpTlsOptions>, TcpTlsOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SignatureOptions>, SignatureOptionsValidator>());

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<TlsStatistics>();
        services.TryAddSingleton<SignatureGate>();
        services.TryAddSingleton<PhoneGreeter>();
        services.TryAddSingleton<PhoneServices>();
        services.TryAddSingleton<ConnectionLimiter>();
        services.TryAddSingleton<PhoneConnectionHandler>();
        return services;
    }
}
