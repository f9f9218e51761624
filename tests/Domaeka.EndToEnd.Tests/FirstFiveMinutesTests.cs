using System.Text.RegularExpressions;
using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Certificates;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests;

/// <summary>What the README has a newcomer do, with the samples as programs of their own.</summary>
public sealed partial class FirstFiveMinutesTests
{
    private const string Bot = "testbot";
    private const string Device = "0123456789abcdef";
    private const string Channel = "18446369739418675";
    private const string Notice = "오늘 저녁 7시, 사과 공동구매를 시작합니다!";

    [Fact]
    public async Task Readme_FollowedWithTheSamples_LeadsToANotice()
    {
        using var directory = new TempDirectory();
        await using var server = RunningProgram.Start(
            Programs.Server, ["--Tcp:Port=0", "--Grpc:Port=0", "--Http:Port=0"], workingDirectory: directory.Path);
        await server.WaitForOutputAsync("What to do next");
        var text = server.Output.ToString();
        Assert.Contains("phones CANNOT BE VERIFIED", text, StringComparison.Ordinal);
        var grpc = GrpcLine().Match(text).Groups[1].Value;

        await using var phone = RunningProgram.Start(
            Programs.Phone,
            ["--server", PhonesLine().Match(text).Groups[1].Value, "--bot", Bot, "--room", "공동구매방", "--channel", Channel]);
        await phone.WaitForOutputAsync("승인 대기");

        await ExpectAsync("pending", "devices", "list");
        await ExpectAsync("approved", "devices", "approve", Bot, Device);
        await phone.TypeAsync("# echo 안녕하세요");
        await WaitForRoomAsync();
        await ExpectAsync("approved", "rooms", "approve", Bot, Channel);
        await phone.TypeAsync("# echo 안녕하세요");
        await phone.WaitForOutputAsync("에코: 안녕하세요");
        await ExpectAsync("queued", "send", "--room", $"bots/{Bot}/rooms/{Channel}", "--text", Notice);
        await phone.WaitForOutputAsync(Notice);

        phone.CloseInput();
        Assert.Equal(0, await phone.WaitForExitAsync());
        Assert.Equal(1, CountOf("에코: 안녕하세요", phone.Output.ToString()));
        server.Terminate();
        Assert.Equal(0, await server.WaitForExitAsync());

        // The client looks for the key in ./data of where it is called, as the README has it.
        async Task<string> ClientAsync(params string[] arguments)
        {
            await using var client = RunningProgram.Start(
                Programs.Client, [.. arguments, "--address", grpc], workingDirectory: directory.Path);
            var exitCode = await client.WaitForExitAsync();
            Assert.True(exitCode == 0, client.Output.ToString());
            return client.Output.ToString();
        }

        async Task ExpectAsync(string part, params string[] arguments) =>
            Assert.Contains(part, await ClientAsync(arguments), StringComparison.Ordinal);

        async Task WaitForRoomAsync()
        {
            while (!(await ClientAsync("rooms", "list")).Contains(Channel, StringComparison.Ordinal))
                Assert.False(phone.Output.ToString().Contains("again in", StringComparison.Ordinal), phone.Output.ToString());
        }
    }

    [Fact]
    public async Task Embedding_ItsOwnCommand_IsAnswered()
    {
        using var directory = new TempDirectory();
        await using var shop = RunningProgram.Start(
            Programs.Embedding, ["--Tcp:Port=0", $"--Data:Directory={directory.Path}"], workingDirectory: directory.Path);
        var listening = await shop.WaitForOutputAsync("Now listening on");
        await using var phone = RunningProgram.Start(
            Programs.Phone, ["--server", new Uri(ListeningLine().Match(listening).Value).Authority, "--room", "공동구매방"]);

        // The sample approves what it sees once a second; what is said before is not answered.
        await phone.TypeAsync("안녕하세요");
        using (var database = Database.Open(directory.Path))
        {
            await Eventually.TrueAsync(() => Task.FromResult(
                database.Read("SELECT status FROM kb_bot_devices UNION ALL SELECT status FROM kb_rooms") is ["approved", "approved"]));
        }

        await phone.TypeAsync("# join --count=2 사과");
        await phone.WaitForOutputAsync("홍길동님 사과 2개 참여! 지금까지 2개입니다.");
        await phone.TypeAsync("# join 사과");
        await phone.WaitForOutputAsync("홍길동님 사과 1개 참여! 지금까지 3개입니다.");
        await phone.TypeAsync("# join --count=100 사과");
        await phone.WaitForOutputAsync("사용법: # join");

        shop.Terminate();
        Assert.Equal(0, await shop.WaitForExitAsync());
    }

    [Fact]
    public async Task SamplePhone_SaysAndExpects_TellsByItsExitCode()
    {
        using var directory = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(directory.Path);
        var profile = new PhoneProfile { Version = "3.2.0" };
        await (await server.AdmitAsync(profile, "공동구매방", Channel)).DisposeAsync();
        string[] phone =
        [
            "--server", $"127.0.0.1:{server.TcpPort}", "--version", "3.2.0", "--key", profile.SecretKey!, "--salt", profile.Salt,
            "--say", "# echo 둘이서", "--expect", "에코: 둘이서",
        ];

        await using var told = RunningProgram.Start(Programs.Phone, phone);
        Assert.Equal(0, await told.WaitForExitAsync());

        await using var unsigned = RunningProgram.Start(Programs.Phone, [.. phone, "--key", "wrong", "--timeout", "0.5"]);
        Assert.NotEqual(0, await unsigned.WaitForExitAsync());
    }

    [Fact]
    public async Task SamplePhone_Tls_TalksToAServerThatItTrustsAndToNoOther()
    {
        using var directory = new TempDirectory();
        using var tls = new ServerTls();
        var stranger = new TestAuthority("another authority").WriteTo(tls.Directory, "stranger");
        await using var server = await DomaekaServer.StartAsync(directory.Path, [.. tls.Settings("Tcp"), "--Tcp:Tls:Port=0"]);
        var profile = new PhoneProfile();
        await (await server.AdmitAsync(profile, "공동구매방", Channel)).DisposeAsync();
        string[] phone =
        [
            "--server", $"127.0.0.1:{server.TcpTlsPort}", "--key", profile.SecretKey!, "--salt", profile.Salt,
            "--say", "# echo 비밀", "--expect", "에코: 비밀",
        ];

        await using var trusting = RunningProgram.Start(Programs.Phone, [.. phone, "--tls-ca", tls.CaFile]);
        Assert.Equal(0, await trusting.WaitForExitAsync());

        await using var suspicious = RunningProgram.Start(Programs.Phone, [.. phone, "--tls-ca", stranger, "--timeout", "1"]);
        Assert.NotEqual(0, await suspicious.WaitForExitAsync());
        await using var usual = RunningProgram.Start(Programs.Phone, [.. phone, "--tls", "--timeout", "1"]);
        Assert.NotEqual(0, await usual.WaitForExitAsync());
        await using var clear = RunningProgram.Start(Programs.Phone, [.. phone, "--timeout", "1"]);
        Assert.NotEqual(0, await clear.WaitForExitAsync());
    }

    private static int CountOf(string part, string text) => text.Split(part).Length - 1;

    [GeneratedRegex(@"phones \(TCP\)\s+(127\.0\.0\.1:\d+)")]
    private static partial Regex PhonesLine();

    [GeneratedRegex(@"gRPC\s+(http://\S+)")]
    private static partial Regex GrpcLine();

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex ListeningLine();
}
