using System.Net.Security;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>Puts TLS in front of an endpoint.</summary>
public static class TlsListenOptionsExtensions
{
    /// <summary>Speaks TLS on this endpoint when the options name a certificate, and changes nothing otherwise. To be called before what it is in front of.</summary>
    /// <param name="listen">The endpoint. Its services must hold what <c>AddDomaekaTcp</c> registers.</param>
    /// <param name="section">The configuration section of the options, for the log.</param>
    /// <param name="options">Certificate, key and clients' authorities.</param>
    /// <param name="protocols">What is offered by ALPN, such as HTTP/2; none where clients do not ask.</param>
    /// <exception cref="IOException">The files cannot be used.</exception>
    public static ListenOptions UseDomaekaTls(
        this ListenOptions listen, string section, TlsOptions options, params IEnumerable<SslApplicationProtocol> protocols)
    {
        ArgumentNullException.ThrowIfNull(listen);
        ArgumentNullException.ThrowIfNull(options);
        if (!options.IsEnabled)
            return listen;

        var services = listen.ApplicationServices;
        var door = new TlsDoor(
            section,
            options,
            protocols,
            services.GetRequiredService<TlsStatistics>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<TlsDoor>>());
        listen.Use(door.Guard);
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = options.HandshakeTimeout,
            OnConnection = context => ValueTask.FromResult(door.Choose(context.Connection)),
        });
        listen.Use(door.Enter);
        return listen;
    }
}
