using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp;

/// <summary>Lets Kestrel listen for phones.</summary>
public static class PhoneListenOptionsExtensions
{
    /// <summary>Speaks the phones' protocol on this endpoint, instead of HTTP.</summary>
    /// <param name="listen">The endpoint. Its services must hold what <c>AddDomaekaTcp</c> registers.</param>
    public static ListenOptions UseDomaekaPhones(this ListenOptions listen)
    {
        ArgumentNullException.ThrowIfNull(listen);
        listen.UseConnectionHandler<PhoneConnectionHandler>();
        return listen;
    }

    /// <summary>
    /// Listens for phones at <see cref="TcpOptions.Address"/> and <see cref="TcpOptions.Port"/>: on every address where signatures can be
    /// verified, otherwise on loopback unless an address is set.
    /// </summary>
    /// <param name="kestrel">The server. Its services must hold what <c>AddDomaekaTcp</c> registers.</param>
    /// <param name="configure">Changes the endpoint further; null leaves it as it is.</param>
    /// <exception cref="OptionsValidationException">The options are wrong; all errors are named.</exception>
    public static void ListenForDomaekaPhones(this KestrelServerOptions kestrel, Action<ListenOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        var tcp = kestrel.ApplicationServices.GetRequiredService<IOptions<TcpOptions>>().Value;
        var signature = kestrel.ApplicationServices.GetRequiredService<IOptions<SignatureOptions>>().Value;

        if (tcp.Address is null && signature.IsRequired)
            kestrel.ListenAnyIP(tcp.Port, Listen);
        else
            kestrel.Listen(tcp.Address ?? IPAddress.Loopback, tcp.Port, Listen);

        void Listen(ListenOptions listen)
        {
            // Before the handler, which is the end of the chain: what stands behind it is never called.
            configure?.Invoke(listen);
            listen.UseDomaekaPhones();
        }
    }
}
