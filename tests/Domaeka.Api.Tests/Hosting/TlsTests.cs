extern alias samples;

using System.Net.Security;
using System.Net.Sockets;
using Domaeka.Api.Configuration;
using Domaeka.Api.Hosting;
using Domaeka.Api.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Certificates;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using CommandTree = samples::Domaeka.Samples.Client.CommandTree;

namespace Domaeka.Api.Tests.Hosting;

public sealed class TlsTests(TlsFiles files) : IClassFixture<TlsFiles>
{
    private const string Loud = "--Logging:LogLevel:Default=Debug";

    private SslClientAuthenticationOptions Trusting => files.Authority.ToClientOptions();

    [Fact]
    public async Task Grpc_Tls_ServesCallsAndStreams()
    {
        var own = await ApiHost.StartAsync(files.Settings("Grpc"));
        Assert.Equal("https", own.Host.GrpcAddress.Scheme);
        Assert.Contains($"gRPC          {own.Host.GrpcAddress.GetLeftPart(UriPartial.Authority)}", HostText.Started(own.Host), StringComparison.Ordinal);
        var invoker = own.Connect(own.AdminKey, Trusting);

        Assert.NotNull((await new ServerService.ServerServiceClient(invoker).GetServerStatusAsync(new())).Status);
        using var stream = new EventService.EventServiceClient(invoker).StreamEvents(new());
        Assert.True(await stream.ResponseStream.MoveNext(default).DefaultTimeout());

        await own.DisposeAsync();
    }

    [Fact]
    public async Task Grpc_WrongAuthority_IsNotTrusted()
    {
        var own = await ApiHost.StartAsync(files.Settings("Grpc"));

        var exception = await Assert.ThrowsAsync<RpcException>(
            () => StatusAsync(own, new TestAuthority("another").ToClientOptions()));

        // The client's own judgement, which the .NET client tells like this.
        Assert.Equal(StatusCode.Internal, exception.StatusCode);
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Grpc_MutualTls_LetsInByCertificateAndKeyAndLogsTheSubject()
    {
        using var log = new TestLog();
        var own = await StartAsync(log, [.. files.MutualSettings("Grpc"), Loud]);

        Assert.NotNull(await StatusAsync(own, files.Authority.IssueClient("쇼핑몰").ToClientOptions(files.Authority)));

        Assert.Contains(log.Entries, entry => entry.Event.Id == 3124 && entry.Text.Contains("CN=쇼핑몰", StringComparison.Ordinal));
        await own.DisposeAsync();
    }

    [Theory]
    [InlineData("none", "no client certificate")]
    [InlineData("other", "refused: ")]
    [InlineData("expired", "NotTimeValid")]
    public async Task Grpc_MutualTlsWithoutAGoodCertificate_IsRefusedBeforeAnyCall(string kind, string reason)
    {
        using var log = new TestLog();
        var own = await StartAsync(log, [.. files.MutualSettings("Grpc"), Loud]);
        var options = kind switch
        {
            "other" => new TestAuthority("another").IssueClient().ToClientOptions(files.Authority),
            "expired" => files.Authority.IssueClient("shop", files.Authority.Start.AddDays(1)).ToClientOptions(files.Authority),
            _ => Trusting,
        };

        var exception = await Assert.ThrowsAsync<RpcException>(() => StatusAsync(own, options));

        // Unavailable when the connection ends behind the client's part of the handshake, Internal when it ends within.
        Assert.Contains(exception.StatusCode, new[] { StatusCode.Unavailable, StatusCode.Internal });
        await Eventually.TrueAsync(() => log.Count(2133) > 0);
        Assert.Contains(log.Entries, entry => entry.Event.Id == 2133 && entry.Text.Contains(reason, StringComparison.Ordinal));
        Assert.Equal(0, log.Count(3124));
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Grpc_ClearTextOnTheTlsPort_IsCutWithoutAStackTrace()
    {
        using var log = new TestLog();
        var own = await StartAsync(log, [.. files.Settings("Grpc"), Loud]);
        using var client = new TcpClient();
        await client.ConnectAsync(own.Host.GrpcEndPoint);

        await client.GetStream().WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await ReadToEndAsync(client.GetStream()).DefaultTimeout();

        await Eventually.TrueAsync(() => log.Count(2133) > 0);
        Assert.DoesNotContain(log.Entries, entry => entry.Text.Contains("Exception", StringComparison.Ordinal));
        Assert.NotNull(await StatusAsync(own, Trusting));
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Grpc_CertificateRenewed_IsServedWithoutARestart()
    {
        using var renewing = new TlsFiles();
        var own = await ApiHost.StartAsync([.. renewing.Settings("Grpc"), "--Grpc:Tls:ReloadInterval=00:00:00"]);
        Assert.NotNull(await StatusAsync(own, renewing.Authority.ToClientOptions()));
        var other = new TestAuthority("renewed authority");

        other.IssueServer().WriteTo(renewing.Directory, "server");

        Assert.NotNull(await StatusAsync(own, other.ToClientOptions()));
        await Assert.ThrowsAsync<RpcException>(() => StatusAsync(own, renewing.Authority.ToClientOptions()));
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Http_Tls_ServesTheHealthPages()
    {
        var own = await ApiHost.StartAsync(files.Settings("Http"));
        Assert.Equal("https", own.Host.HttpAddress.Scheme);
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = Trusting });

        Assert.True((await client.GetAsync(new Uri(own.Host.HttpAddress, "health/live"))).IsSuccessStatusCode);

        await own.DisposeAsync();
    }

    [Fact]
    public async Task Tcp_TlsOnAPortOfItsOwn_ServesBoth()
    {
        var own = await ApiHost.StartAsync([.. files.Settings("Tcp"), "--Tcp:Tls:Port=0"]);
        var port = own.Host.TcpTlsEndPoint!.Port;
        Assert.NotEqual(own.Host.TcpEndPoint.Port, port);
        Assert.Contains($"phones (TLS)  127.0.0.1:{port}", HostText.Started(own.Host), StringComparison.Ordinal);

        await using var secured = await FakePhone.ConnectAsync(port, new PhoneProfile { SecretKey = null }, tls: Trusting);
        await using var clear = await own.ConnectPhoneAsync("clear", "d1");

        Assert.NotNull(await secured.HandshakeAsync());
        await own.DisposeAsync();
    }

    [Fact]
    public async Task Tcp_TlsOnTheSamePort_IsToldAsTaken()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var data = new TempDirectory();
        await using var host = DomaekaHost.Build(
            [.. ApiHost.LoopbackSettings(data.Path), .. files.Settings("Tcp"), $"--Tcp:Port={port}", $"--Tcp:Tls:Port={port}"]);

        var exception = await Assert.ThrowsAsync<ConfigurationException>(() => host.StartAsync());

        Assert.Contains("Tcp:Tls:Port and Tcp:Port are both", Assert.Single(exception.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_WrongFiles_AreToldWithEverythingElse()
    {
        var problems = Assert.Throws<ConfigurationException>(() => DomaekaHost.Build(
        [
            "--Tcp:Port=70000",
            "--Grpc:Tls:CertificateFile=/no/such/file.pem",
            "--Grpc:Tls:Password=geheim",
            "--Http:Tls:ClientCertificates=Sometimes",
            "--Tcp:Tls:KeyFile=x",
        ])).Problems;

        Assert.Equal(4, problems.Count);
        Assert.Contains(problems, problem => problem.Contains("Grpc:Tls:CertificateFile is \"/no/such/file.pem\"", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("None or Required", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("Tcp:Tls:KeyFile is set, but", StringComparison.Ordinal));
        Assert.DoesNotContain(problems, problem => problem.Contains("geheim", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SampleClient_MutualTls_GetsInWithItsCertificateAlone()
    {
        var own = await ApiHost.StartAsync(files.MutualSettings("Grpc"));
        var (certificate, key) = files.Authority.IssueClient().WriteTo(files.Directory, "client");
        string[] trusting = ["--ca", files.CaFile];

        Assert.Equal(0, await RunAsync(own, "status", [.. trusting, "--cert", certificate, "--cert-key", key]));
        Assert.Contains(await RunAsync(own, "status", trusting), new[] { 1, 3 });
        Assert.Equal(1, await RunAsync(own, "status", ["--cert", certificate, "--cert-key", key]));
        Assert.Equal(2, await RunAsync(own, "status", ["--ca", Path.Combine(files.Directory, "none.pem")]));
        Assert.Equal(2, await RunAsync(own, "status", trusting, "http://127.0.0.1:1"));
        await own.DisposeAsync();
    }

    private static async Task<int> RunAsync(ApiHost own, string command, string[] options, string? address = null) => await CommandTree.RunAsync(
        [command, "--address", address ?? own.Host.GrpcAddress.ToString(), "--key-file", own.Host.AdminKeyPath, .. options], TextWriter.Null, TextWriter.Null);

    private static Task<ApiHost> StartAsync(TestLog log, string[] settings) =>
        ApiHost.StartAsync(settings, builder => builder.Services.AddSingleton<ILoggerProvider>(log));

    private static async Task<GetServerStatusResponse> StatusAsync(ApiHost own, SslClientAuthenticationOptions tls) =>
        await new ServerService.ServerServiceClient(own.Connect(own.AdminKey, tls)).GetServerStatusAsync(new()).ResponseAsync.DefaultTimeout();

    private static async Task ReadToEndAsync(NetworkStream stream)
    {
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer) > 0)
            {
                // An alert.
            }
        }
        catch (IOException)
        {
            // Cut by a reset.
        }
    }
}
