using System.Net;
using System.Net.Security;
using Domaeka.Adapters.Tcp;
using Domaeka.Adapters.Tcp.Tls;
using Domaeka.Api.Configuration;
using Domaeka.Core.Processes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Domaeka.Api.Hosting;

/// <summary>The ports of the host: opens those of the phones, gRPC and HTTP, and knows where each came to lie.</summary>
internal sealed class HostPorts(
    IOptions<TcpOptions> tcp,
    IOptions<SignatureOptions> signature,
    IOptions<TcpTlsOptions> tcpTls,
    IOptions<GrpcOptions> grpc,
    IOptions<GrpcTlsOptions> grpcTls,
    IOptions<HttpOptions> http,
    IOptions<HttpTlsOptions> httpTls,
    IOptions<ProcessOptions> process) : IConfigureOptions<KestrelServerOptions>, IListeningPort
{
    private ListenOptions? _tcp;
    private ListenOptions? _tcpTls;
    private ListenOptions? _grpc;
    private ListenOptions? _http;

    /// <summary>Where phones connect; the port is the real one as soon as the host has started.</summary>
    public IPEndPoint Tcp => _tcp?.IPEndPoint ?? new IPEndPoint(PhoneAddress, tcp.Value.Port);

    /// <summary>Where phones connect with TLS when that has a port of its own; null when it has none.</summary>
    public IPEndPoint? TcpTls => !tcpTls.Value.HasOwnPort ? null : _tcpTls?.IPEndPoint ?? new IPEndPoint(PhoneAddress, tcpTls.Value.Port!.Value);

    /// <summary>True when <see cref="Tcp"/> itself speaks TLS.</summary>
    public bool IsTcpTls => tcpTls.Value is { IsEnabled: true, HasOwnPort: false };

    /// <summary>Where gRPC listens; the port is the real one as soon as the host has started.</summary>
    public IPEndPoint Grpc => _grpc?.IPEndPoint ?? new IPEndPoint(grpc.Value.Address, grpc.Value.Port);

    /// <summary>True when <see cref="Grpc"/> speaks TLS.</summary>
    public bool IsGrpcTls => grpcTls.Value.IsEnabled;

    /// <summary>True when <see cref="Http"/> speaks TLS.</summary>
    public bool IsHttpTls => httpTls.Value.IsEnabled;

    /// <summary>Where HTTP listens; the port is the real one as soon as the host has started.</summary>
    public IPEndPoint Http => _http?.IPEndPoint ?? new IPEndPoint(http.Value.Address, http.Value.Port);

    /// <summary>The port for the record: the one that was told, such as that of a proxy, or else the real one.</summary>
    int IListeningPort.Port => process.Value.Port is not 0 and var told ? told : Tcp.Port;

    private IPAddress PhoneAddress => tcp.Value.Address ?? (signature.Value.IsRequired ? IPAddress.IPv6Any : IPAddress.Loopback);

    /// <inheritdoc/>
    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;

        // gRPC messages have a limit of their own (Grpc:MaxReceiveMessageBytes); this one would cut streams.
        options.Limits.MaxRequestBodySize = null;
        options.ListenForDomaekaPhones(listen => _tcp = listen, listen => _tcpTls = listen);
        options.Listen(grpc.Value.Address, grpc.Value.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseDomaekaTls(GrpcTlsOptions.SectionName, grpcTls.Value, SslApplicationProtocol.Http2);
            _grpc = listen;
        });
        options.Listen(http.Value.Address, http.Value.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.UseDomaekaTls(HttpTlsOptions.SectionName, httpTls.Value, SslApplicationProtocol.Http11);
            _http = listen;
        });
    }
}
