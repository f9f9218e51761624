using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Certificates;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MediaItem = Domaeka.V1.MediaItem;
using MediaKind = Domaeka.V1.MediaKind;

namespace Domaeka.EndToEnd.Tests;

/// <summary>
/// Every secret and every text that somebody writes carries a mark, and no output may show one at Information. What the framework itself
/// says at that level is included.
/// </summary>
public sealed class SecretsInLogsTests
{
    private const string Room = "공동구매방";
    private const string Channel = "77";
    private const string Text = "MARKED-TEXT";
    private const string Secret = "MARKED-SECRET";

    private static readonly string[] Loud =
    [
        "--Logging:LogLevel:Default=Information", "--Logging:LogLevel:Microsoft=Information", "--Logging:LogLevel:Grpc=Information",
    ];

    private static readonly PhoneProfile Profile = new() { BotName = "기록 봇", SecretKey = $"{Secret}-signature", Salt = $"{Secret}-salt" };

    [Theory]
    [InlineData("Text", "Json")]
    [InlineData("Json", "Text")]
    public async Task Server_AtInformation_ShowsNoSecretAndNoText(string console, string file)
    {
        using var data = new TempDirectory();
        var log = Path.Combine(data.Path, "logs", "server.log");
        var certificate = WriteProtectedCertificate(data.Path);
        var server = await DomaekaServer.StartAsync(
            data.Path,
            [
                .. Loud, $"--Logging:Console:Format={console}", $"--Logging:File:Path={log}", $"--Logging:File:Format={file}",
                $"--Signature:SecretKey={Profile.SecretKey}", $"--Signature:Salt={Profile.Salt}",
                $"--Tcp:Tls:CertificateFile={certificate}", $"--Tcp:Tls:Password={Secret}-key", "--Tcp:Tls:Port=0",
                "--Telemetry:Otlp:Endpoint=http://127.0.0.1:9", $"--Telemetry:Otlp:Headers=api-key={Secret}-collector", "--Telemetry:Otlp:Interval=00:00:01",
            ]);
        string adminKey;
        string metrics;
        await using (server)
        {
            adminKey = server.AdminKey;
            await ChatAsync(server);
            await SendAsync(server);
            await CallAsync(server);
            using var http = new HttpClient();
            metrics = await http.GetStringAsync(new Uri(server.ReadyPage, "/metrics"));
            await server.Program.WaitForOutputAsync("The collector cannot be reached");
            await server.StopAsync();
        }

        var output = server.Program.Output.ToString();
        var written = await File.ReadAllTextAsync(log);
        foreach (var all in new[] { output, written, metrics })
        {
            Assert.DoesNotContain(Text, all, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, all, StringComparison.Ordinal);
            Assert.DoesNotContain(adminKey, all, StringComparison.Ordinal);
        }

        // Something was there to be seen, from the first event to the last, and whole in either form.
        var json = (console == "Json" ? output : written).Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement);
        var ids = json.Select(line => line.GetProperty("event_id").GetInt32()).ToHashSet();
        var text = console == "Text" ? output : written;
        foreach (var (id, word) in new[] { (5000, "STARTUP"), (2003, "CLIENT"), (2010, "MSG"), (2011, "MSG"), (5101, "SERVER"), (3120, "SERVER"), (5003, "SHUTDOWN"), (5005, "SHUTDOWN") })
        {
            Assert.Contains(id, ids);
            Assert.Contains($" [{word}] {id} ", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Start_DatabaseOfEncryptedSettingsIsAway_DoesNotTellItsPassword()
    {
        using var data = new TempDirectory();
        var settings = Path.Combine(data.Path, "settings.json");
        var encrypted = Path.Combine(data.Path, "settings.enc");
        await File.WriteAllTextAsync(
            settings, $$"""{"host":"127.0.0.1","port":9,"user":"kb","password":"{{Secret}}-database","database":"kb"}""");
        await using var encrypt = RunningProgram.Start(Programs.Server, ["settings", "encrypt", "--in", settings, "--out", encrypted]);
        Assert.Equal(0, await encrypt.WaitForExitAsync());
        var log = Path.Combine(data.Path, "server.log");

        await using var server = RunningProgram.Start(
            Programs.Server,
            [
                .. Loud, "--Tcp:Port=0", "--Grpc:Port=0", "--Http:Port=0", $"--Data:Directory={data.Path}", $"--Logging:File:Path={log}",
                $"--Storage:EncryptedSettings={encrypted}", "--Storage:MigrationTimeout=00:00:01",
            ]);

        Assert.NotEqual(0, await server.WaitForExitAsync());
        Assert.Contains("127.0.0.1", server.Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, server.Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, encrypt.Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, File.Exists(log) ? await File.ReadAllTextAsync(log) : "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WrongSettings_DoesNotTellSecrets()
    {
        using var data = new TempDirectory();
        var certificate = WriteProtectedCertificate(data.Path);

        await using var server = RunningProgram.Start(
            Programs.Server,
            [
                .. Loud, $"--Data:Directory={data.Path}", $"--Tcp:Tls:CertificateFile={certificate}", $"--Tcp:Tls:Password={Secret}-wrong",
                $"--Signature:Salt={Secret}-salt", $"--Signature:SecretKeyy={Secret}-key", $"--Storage:ConnectionString={Secret}=1;Password={Secret}",
                "--Signature:ClockSkew=soon",
            ]);

        Assert.Equal(2, await server.WaitForExitAsync());
        Assert.Contains("Signature:ClockSkew", server.Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, server.Output.ToString(), StringComparison.Ordinal);
    }

    private static string WriteProtectedCertificate(string directory)
    {
        using var certificate = new TestAuthority().IssueServer().Certificate;
        var path = Path.Combine(directory, "server.pfx");
        File.WriteAllBytes(path, certificate.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12, $"{Secret}-key"));
        return path;
    }

    private static async Task ChatAsync(DomaekaServer server)
    {
        await using var phone = await server.AdmitAsync(Profile, Room, Channel);
        await phone.SayAsync(Room, $"{Text} plain", Channel, sender: $"{Text} sender");
        await phone.SayAsync(Room, $"# echo {Text} command", Channel);
        Assert.Contains(Text, (await phone.NextAsync<TextLine>()).Text, StringComparison.Ordinal);
        await phone.SayAsync(Room, $"# nothing {Text}", Channel);
        await phone.SendRawAsync(Encoding.UTF8.GetBytes($$$"""{"event":"{{{Text}}}","data":{"text":"{{{Text}}}"}}""" + "\n"));
        await phone.SendRawAsync(Encoding.UTF8.GetBytes($$$"""{"event":"analyze","data":{"text":["{{{Text}}}"],"{{{Text}}}":1}}""" + "\n"));
        await phone.SendRawAsync(Encoding.UTF8.GetBytes($"{Text} is no JSON\n"));

        await using var stranger = await FakePhone.ConnectAsync(server.TcpPort, Profile with { DeviceId = "fedcba9876543210", SecretKey = $"{Secret}-other" });
        await stranger.SayAsync(Room, $"{Text} forged", Channel);
        await server.Program.WaitForOutputAsync("dropped");
        await server.Program.WaitForOutputAsync("unusable line");
    }

    private static async Task SendAsync(DomaekaServer server)
    {
        var room = Shop.RoomName(Profile.BotName, Channel);
        SendMessageRequest[] requests =
        [
            new() { Room = room, Text = $"{Text} notice", CollapseKey = "key" },
            new() { Room = room, Template = new Template { Text = "{name}님, " + Text, Values = { ["name"] = Text } } },
            new() { Room = room, Media = new Media { Kind = MediaKind.Image, Items = { new MediaItem { Data = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(16)) } } } },
            new() { Room = room, Media = new Media { Kind = MediaKind.Image, Items = { new MediaItem { Uri = $"https://example.com/{Text}.jpg?key={Secret}" } } } },
        ];
        await using (await server.ConnectAsync(Profile))
        {
            await server.Shop.WaitForLiveAsync(Profile.BotName, Profile.DeviceId);
            foreach (var request in requests)
                await server.Shop.WaitForStateAsync((await server.Shop.SendAsync(request)).Name, DeliveryState.Confirmed);
        }

        await server.Shop.SendTextAsync(Profile.BotName, Channel, $"{Text} waits for ever");
        await Assert.ThrowsAsync<RpcException>(() => server.Shop.SendTextAsync(Profile.BotName, "no such room", Text));
        await Assert.ThrowsAsync<RpcException>(() => server.Shop.SendAsync(new SendMessageRequest { Room = room, Template = new Template { Text = "{이름} " + Text } }));
    }

    private static async Task CallAsync(DomaekaServer server)
    {
        using var channel = GrpcChannel.ForAddress(server.GrpcAddress);
        var keys = new KeyService.KeyServiceClient(channel);
        await Assert.ThrowsAsync<RpcException>(() => keys.ListKeysAsync(new ListKeysRequest(), Bearer($"{Secret}-key")).ResponseAsync);
        var created = await keys.CreateKeyAsync(new CreateKeyRequest { Key = new Key { DisplayName = "shop", Scopes = { KeyScope.Send } } }, Bearer(server.AdminKey));
        Assert.NotEmpty(created.Secret);
        await Assert.ThrowsAsync<RpcException>(() => keys.ListKeysAsync(new ListKeysRequest(), Bearer(created.Secret)).ResponseAsync);
        await keys.RevokeKeyAsync(new RevokeKeyRequest { Name = created.Key.Name }, Bearer(server.AdminKey));
        Assert.DoesNotContain(created.Secret, server.Program.Output.ToString(), StringComparison.Ordinal);
    }

    private static Metadata Bearer(string key) => new() { { "authorization", $"Bearer {key}" } };
}
