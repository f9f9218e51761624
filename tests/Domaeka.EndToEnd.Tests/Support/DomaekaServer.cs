using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>The real server in a process of its own: loopback, free ports, signatures required.</summary>
internal sealed partial class DomaekaServer : IAsyncDisposable
{
    private static readonly PhoneProfile Signer = new();

    private readonly HttpClient _http;
    private readonly CutLink? _link;

    private readonly ServerTls? _tls;

    private DomaekaServer(RunningProgram program, CutLink? link, ServerTls? tls)
    {
        Program = program;
        _link = link;
        _tls = tls;
        _http = new HttpClient(link?.Server.CreateHttpHandler() ?? new SocketsHttpHandler()) { Timeout = TestTimeouts.Default };
    }

    public RunningProgram Program { get; }

    public int TcpPort { get; private set; }

    /// <summary>The port of phones with TLS; null when it has none of its own.</summary>
    public int? TcpTlsPort { get; private set; }

    public Uri GrpcAddress { get; private set; } = null!;

    public Uri ReadyPage { get; private set; } = null!;

    public string AdminKey { get; private set; } = null!;

    public string AdminKeyPath { get; private set; } = null!;

    public Shop Shop { get; private set; } = null!;

    /// <summary>Starts a server and waits until it serves.</summary>
    /// <param name="store">Where its data is, as the server sees it.</param>
    /// <param name="settings">Further settings, such as <c>--Tcp:OutboundQueueLength=10</c>.</param>
    /// <param name="wrapper">What starts it in its turn; null for nothing.</param>
    /// <param name="outside">Where its data is, as this process sees it, by its process id; null means the same.</param>
    /// <param name="link">Between the phones and it; null means that all are here.</param>
    /// <param name="tls">What its gRPC port is given by the settings; null means clear text.</param>
    public static async Task<DomaekaServer> StartAsync(
        ServerStore store,
        string[]? settings = null,
        IReadOnlyList<string>? wrapper = null,
        Func<int, string>? outside = null,
        CutLink? link = null,
        ServerTls? tls = null)
    {
        string[] arguments =
        [
            "--Tcp:Port=0", "--Tcp:Address=127.0.0.1", "--Grpc:Port=0", "--Http:Port=0",
            .. store.Settings,
            $"--Signature:SecretKey={Signer.SecretKey}", $"--Signature:Salt={Signer.Salt}",
            .. settings ?? [],
            .. link is null ? Array.Empty<string>() : [$"--Tcp:Address={CutLink.ServerAddress}"],
        ];
        var server = new DomaekaServer(RunningProgram.Start(Programs.Server, arguments, wrapper: link?.Server.Wrapper ?? wrapper), link, tls);
        try
        {
            await server.WaitUntilServingAsync(outside?.Invoke(server.Program.Id) ?? store.Directory);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A phone that has shaken hands.</summary>
    public async Task<FakePhone> ConnectAsync(PhoneProfile profile, int? receiveBufferBytes = null)
    {
        var phone = _link is null
            ? await FakePhone.ConnectAsync(TcpPort, profile, receiveBufferBytes: receiveBufferBytes)
            : FakePhone.Over(await _link.ConnectAsync(TcpPort), profile);
        await phone.HandshakeAsync();
        return phone;
    }

    /// <summary>A phone that has shaken hands, is approved with its room, and has proven itself.</summary>
    public async Task<FakePhone> AdmitAsync(PhoneProfile profile, string room, string channel, int? receiveBufferBytes = null)
    {
        var phone = await ConnectAsync(profile, receiveBufferBytes);
        await phone.SayAsync(room, "안녕하세요", channel);
        await Shop.WaitForRoomAsync(profile.BotName, channel);
        await Shop.ApproveDeviceAsync(profile.BotName, profile.DeviceId);
        await Shop.ApproveRoomAsync(profile.BotName, channel);
        await Shop.WaitForLiveAsync(profile.BotName, profile.DeviceId);
        return phone;
    }

    /// <summary>What <c>/health/ready</c> says.</summary>
    public async Task<(HttpStatusCode Status, string Body)> ReadinessAsync()
    {
        using var response = await _http.GetAsync(ReadyPage);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Stops it as systemd does and expects a proper end.</summary>
    public async Task StopAsync()
    {
        Program.Terminate();
        Assert.Equal(0, await Program.WaitForExitAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        Shop?.Dispose();
        await Program.DisposeAsync();
    }

    private async Task WaitUntilServingAsync(string directory)
    {
        await Program.WaitForOutputAsync("What to do next");
        var text = Program.Output.ToString();
        TcpPort = int.Parse(PhonesLine().Match(text).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        TcpTlsPort = TlsPhonesLine().Match(text) is { Success: true } found
            ? int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
            : null;
        GrpcAddress = new Uri(GrpcLine().Match(text).Groups[1].Value);
        ReadyPage = new Uri(HealthLine().Match(text).Groups[1].Value);
        AdminKeyPath = Path.Combine(directory, "admin.key");
        AdminKey = (await File.ReadAllTextAsync(AdminKeyPath)).Trim();
        Shop = new Shop(
            GrpcAddress, AdminKey, _tls is null ? _link?.Server.CreateHttpHandler() : new SocketsHttpHandler { SslOptions = _tls.ClientOptions });
    }

    [GeneratedRegex(@"phones \(TCP\)\s+[\d.]+:(\d+)")]
    private static partial Regex PhonesLine();

    [GeneratedRegex(@"phones \(TLS\)\s+127\.0\.0\.1:(\d+)")]
    private static partial Regex TlsPhonesLine();

    [GeneratedRegex(@"gRPC\s+(https?://\S+)")]
    private static partial Regex GrpcLine();

    [GeneratedRegex(@"health\s+(http://\S+)")]
    private static partial Regex HealthLine();
}
