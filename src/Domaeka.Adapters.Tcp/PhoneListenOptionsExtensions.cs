using System.Net;
using Domaeka.Adapters.Tcp.Tls;
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
        listen.UsePhoneDoor();
        listen.UseConnectionHandler<PhoneConnectionHandler>();
        return listen;
    }

    /// <summary>
    /// Listens for phones at <see cref="TcpOptions.Address"/> and <see cref="TcpOptions.Port"/>: on every address where signatures can be
    /// verified, otherwise on loopback unless an address is set. With TLS as <see cref="TcpTlsOptions"/> say, there or on a port of its own.
    /// </summary>
    /// <param name="kestrel">The server. Its services must hold what <c>AddDomaekaTcp</c> registers.</param>
    /// <param name="configure">Changes the endpoint further; null leaves it as it is.</param>
    /// <param name="configureTls">The same for the endpoint of <see cref="TcpTlsOptions.Port"/>, where there is one.</param>
    /// <exception cref="OptionsValidationException">The options are wrong; all errors are named.</exception>
    public static void ListenForDomaekaPhones(
        this KestrelServerOptions kestrel, Action<ListenOptions>? configure = null, Action<ListenOptions>? configureTls = null)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        var tcp = kestrel.ApplicationServices.GetRequiredService<IOptions<TcpOptions>>().Value;
        var signature = kestrel.ApplicationServices.GetRequiredService<IOptions<SignatureOptions>>().Value;

        var tls = kestrel.ApplicationServices.GetRequiredService<IOptions<TcpTlsOptions>>().Value;
        Open(tcp.Port, isTls: !tls.HasOwnPort, configure);
        if (tls.HasOwnPort)
            Open(tls.Port!.Value, isTls: true, configureTls);

        void Open(int port, bool isTls, Action<ListenOptions>? further)
        {
            if (tcp.Address is null && signature.IsRequired)
                kestrel.ListenAnyIP(port, Listen);
            else
                kestrel.Listen(tcp.Address ?? IPAddress.Loopback, port, Listen);

            void Listen(ListenOptions listen)
            {
                // Who is not let in does not cost a TLS handshake either.
                listen.UsePhoneDoor();
                if (isTls)
                    listen.UseDomaekaTls(TcpTlsOptions.SectionName, tls);

                // Before the handler, which is the end of the chain: what stands behind it is never called.
                further?.Invoke(listen);
                listen.UseConnectionHandler<PhoneConnectionHandler>();
            }
        }
    }

    private static void UsePhoneDoor(this ListenOptions listen)
    {
        var door = listen.ApplicationServices.GetRequiredService<PhoneDoor>();
        listen.Use(next => connection => door.EnterAsync(connection, next));
    }
}
