using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grpc.Compat.Tests;

public sealed class ChannelTests
{
    [Fact]
    public void ForAddress_Target_IsTheAuthority()
    {
        using var byText = GrpcChannel.ForAddress("http://127.0.0.1:5090");
        using var byUri = GrpcChannel.ForAddress(new Uri("https://example.test:5091"));

        Assert.Equal("127.0.0.1:5090", byText.Target);
        Assert.Equal("example.test:5091", byUri.Target);
    }

    [Fact]
    public void ForAddress_ContradictingOptions_AreRefused()
    {
        using var http = new HttpClient();
        using var handler = new SocketsHttpHandler();

        Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(
            "http://127.0.0.1:1", new GrpcChannelOptions { HttpClient = http, HttpHandler = handler }));
        Assert.Throws<InvalidOperationException>(() => GrpcChannel.ForAddress(
            "http://127.0.0.1:1", new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl }));
        Assert.Throws<InvalidOperationException>(() => GrpcChannel.ForAddress(
            "https://127.0.0.1:1", new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure }));
        Assert.ThrowsAny<Exception>(() => GrpcChannel.ForAddress("not an address"));
        Assert.Throws<ArgumentNullException>(() => GrpcChannel.ForAddress((Uri)null!));
    }

    [Fact]
    public async Task Shutdown_Channel_RefusesCalls()
    {
        await using var server = await TestServer.StartAsync();
        var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);
        await client.EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        await channel.ShutdownAsync().DefaultTimeout();

        Assert.Throws<ObjectDisposedException>(() => { _ = client.EchoAsync(new TestRequest()); });
    }

    [Fact]
    public async Task Call_NobodyListens_IsUnavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        using var call = new Tester.TesterClient(channel).EchoAsync(new TestRequest());

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.NotNull(error.Status.DebugException);
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseHeadersAsync.DefaultTimeout());
    }

    [Fact]
    public async Task Call_ServerStopsInBetween_NextServerIsReached()
    {
        using var handler = new SocketsHttpHandler();
        int port;
        await using (var first = await TestServer.StartAsync())
        {
            port = new Uri(first.Address).Port;
            using var channel = first.CreateChannel(new GrpcChannelOptions { HttpHandler = handler });
            await new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();
        }

        await using var second = await TestServer.StartAsync();
        using var next = second.CreateChannel(new GrpcChannelOptions { HttpHandler = handler });
        var reply = await new Tester.TesterClient(next).EchoAsync(new TestRequest { Text = "again" }).ResponseAsync.DefaultTimeout();

        Assert.Equal("again", reply.Text);
    }

    [Fact]
    public async Task HttpHandler_Given_CarriesTheCallsAndIsNotDisposed()
    {
        await using var server = await TestServer.StartAsync();
        using var handler = new CountingHandler(new SocketsHttpHandler());
        using (var channel = server.CreateChannel(new GrpcChannelOptions { HttpHandler = handler }))
            await new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Equal(1, handler.Calls);
        Assert.False(handler.IsDisposed);
    }

    [Fact]
    public async Task HttpClient_Given_CarriesTheCallsAndIsDisposedOnDemand()
    {
        await using var server = await TestServer.StartAsync();
        var handler = new CountingHandler(new SocketsHttpHandler());
        var http = new HttpClient(handler);
        using (var channel = server.CreateChannel(new GrpcChannelOptions { HttpClient = http, DisposeHttpClient = true }))
        {
            var client = new Tester.TesterClient(channel);
            await client.EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();
            using var call = client.Chat();
            await call.RequestStream.WriteAsync(new TestRequest { Text = "x" }).DefaultTimeout();
            Assert.True(await call.ResponseStream.MoveNext().DefaultTimeout());
        }

        Assert.Equal(2, handler.Calls);
        Assert.True(handler.IsDisposed);
    }

    [Fact]
    public async Task CallCredentials_InClearText_AreLeftOutUnlessAllowed()
    {
        var credentials = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("authorization", "Bearer x");
            return Task.CompletedTask;
        });
        string? seen = null;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, context) =>
            {
                seen = context.RequestHeaders.GetValue("authorization");
                return Task.FromResult(new TestReply());
            },
        });
        var options = new CallOptions(credentials: credentials);

        using (var channel = server.CreateChannel())
            await new Tester.TesterClient(channel).EchoAsync(new TestRequest(), options).ResponseAsync.DefaultTimeout();
        Assert.Null(seen);

        using (var channel = server.CreateChannel(new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true }))
            await new Tester.TesterClient(channel).EchoAsync(new TestRequest(), options).ResponseAsync.DefaultTimeout();
        Assert.Equal("Bearer x", seen);
    }

    [Fact]
    public async Task CallCredentials_ThatFail_FailTheCall()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel(new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });
        var credentials = CallCredentials.FromInterceptor((_, _) => throw new InvalidOperationException("no token"));

        var error = await Assert.ThrowsAsync<RpcException>(() => new Tester.TesterClient(channel)
            .EchoAsync(new TestRequest(), new CallOptions(credentials: credentials)).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.Internal, error.StatusCode);
        Assert.Contains("no token", error.Status.Detail);
    }

    [Fact]
    public async Task Tls_CredentialsOfChannelAndCall_AreSent()
    {
        using var certificate = CreateCertificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(certificate);
        }));
        List<string> seen = [];
        AuthInterceptorContext? authContext = null;
        builder.Services.AddSingleton(new Handlers
        {
            Echo = (_, context) =>
            {
                seen = [.. new[] { "from-channel", "from-call-1", "from-call-2" }.Select(key => context.RequestHeaders.GetValue(key) ?? "-")];
                return Task.FromResult(new TestReply());
            },
        });
        builder.Services.AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService<DelegatingTester>();
        await app.StartAsync();

        using var channel = GrpcChannel.ForAddress(app.Urls.Single(), new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                SslOptions = { RemoteCertificateValidationCallback = (_, offered, _, _) => offered?.GetCertHashString() == certificate.GetCertHashString() },
            },
            DisposeHttpClient = true,
            Credentials = ChannelCredentials.Create(new SslCredentials(), Header("from-channel", "1")),
        });
        var ofCall = CallCredentials.Compose(
            CallCredentials.FromInterceptor((context, metadata) =>
            {
                authContext = context;
                metadata.Add("from-call-1", "2");
                return Task.CompletedTask;
            }),
            Header("from-call-2", "3"));

        await new Tester.TesterClient(channel).EchoAsync(new TestRequest(), new CallOptions(credentials: ofCall)).ResponseAsync.DefaultTimeout();

        Assert.Equal(["1", "2", "3"], seen);
        Assert.Equal($"{app.Urls.Single()}/domaeka.compat.test.Tester", authContext!.ServiceUrl);
        Assert.Equal("Echo", authContext.MethodName);
    }

    private static CallCredentials Header(string name, string value) => CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add(name, value);
        return Task.CompletedTask;
    });

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private sealed class CountingHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private int _calls;

        public int Calls => _calls;

        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            return base.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
