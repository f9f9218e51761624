using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grpc.Compat.Tests;

/// <summary>A Kestrel on a free port of the loopback, HTTP/2 in clear text unless told otherwise.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app)
    {
        _app = app;
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public string Address { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a server with these handlers.</summary>
    public static async Task<TestServer> StartAsync(
        Handlers? handlers = null,
        Action<GrpcServiceOptions>? options = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? app = null,
        HttpProtocols protocols = HttpProtocols.Http2,
        bool mapTester = true)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        builder.Services.AddSingleton(handlers ?? new Handlers());
        builder.Services.AddGrpc(options ?? (_ => { }));
        services?.Invoke(builder.Services);

        var web = builder.Build();
        app?.Invoke(web);
        if (mapTester)
            web.MapGrpcService<DelegatingTester>();
        await web.StartAsync();
        return new TestServer(web);
    }

    public GrpcChannel CreateChannel(GrpcChannelOptions? options = null) =>
        GrpcChannel.ForAddress(Address, options ?? new GrpcChannelOptions());

    /// <summary>An HTTP client that speaks HTTP/2 in clear text, to see what is on the wire.</summary>
    public HttpClient CreateHttpClient() => new()
    {
        BaseAddress = new Uri(Address),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
