using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;

namespace Domaeka.EndToEnd.Tests;

/// <summary>Phones that declare it resume with their token, wherever the server that gave it has gone.</summary>
public sealed class SessionTokenTests
{
    private const string Room = "공동구매방";
    private const string Channel = "77";
    private const string HasResumed = "has resumed with its session token";

    private static readonly PhoneProfile Modern = new()
    {
        BotName = "토큰 봇",
        DeviceId = "modern",
        Capabilities = PhoneCapabilities.SessionToken,
    };

    [Theory]
    [InlineData(StoreOfTest.Sqlite, false)]
    [InlineData(StoreOfTest.MariaDb, true)]
    public async Task SamplePhone_ServerIsStartedAnew_Resumes(string provider, bool isKilled)
    {
        await using var data = await StoreOfTest.CreateAsync(provider);
        int port;
        RunningProgram phone;
        await using (var server = await DomaekaServer.StartAsync(data.Store))
        {
            port = server.TcpPort;
            await (await server.AdmitAsync(Modern, Room, Channel)).DisposeAsync();
            phone = StartPhone(port, "다시 만나서");
            await phone.WaitForOutputAsync("session token, good for");
            if (isKilled)
                server.Program.Kill();
            else
                server.Program.Terminate();
            await server.Program.WaitForExitAsync();
        }

        await using var _ = phone;
        await using var again = await DomaekaServer.StartAsync(data.Store, [$"--Tcp:Port={port}"]);
        await again.Program.WaitForOutputAsync(HasResumed);
        await again.Shop.SendTextAsync(Modern.BotName, Channel, "다시 만나서 반가워요");

        Assert.Equal(0, await phone.WaitForExitAsync());
        await again.StopAsync();
    }

    [Fact]
    public async Task SamplePhone_SentToAnotherProcess_ResumesThere()
    {
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        await using var cluster = await Cluster.StartAsync(data.Store, 2, Cluster.QuickLook);
        await (await cluster[0].AdmitAsync(Modern, Room, Channel)).DisposeAsync();
        await using var phone = StartPhone(cluster.PortOf(0), "옆집에서");
        await phone.WaitForOutputAsync("session token, good for");
        await cluster[0].Shop.WaitForLiveAsync(Modern.BotName, Modern.DeviceId);

        await cluster[0].Shop.Server.DrainServerAsync(new DrainServerRequest
        {
            MigrationTarget = new MigrationTarget { Host = "127.0.0.1", Port = cluster.PortOf(1) },
            MigrateAfter = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)),
        });

        await cluster[1].Program.WaitForOutputAsync(HasResumed);
        await cluster[1].Shop.SendTextAsync(Modern.BotName, Channel, "옆집에서 만나요");
        Assert.Equal(0, await phone.WaitForExitAsync());
        await cluster.StopAsync();
    }

    [Fact]
    public async Task Token_OfADeviceThatIsRevokedAtOneProcess_IsGoodAtNoneAndNeverAgain()
    {
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        await using var cluster = await Cluster.StartAsync(data.Store, 2, Cluster.QuickLook);
        SessionToken token;
        await (await cluster[0].AdmitAsync(Modern, Room, Channel)).DisposeAsync();
        await using (var phone = await cluster[0].ConnectAsync(Modern))
        {
            await Eventually.TrueAsync(() => phone.Script.SessionToken is not null);
            token = phone.Script.SessionToken!.Value;
        }

        Assert.NotNull((await ResumeAsync(1, token)).Session);
        await cluster[0].Shop.Devices.RevokeDeviceAsync(new RevokeDeviceRequest { Name = Shop.DeviceName(Modern.BotName, Modern.DeviceId) });
        Assert.Null((await ResumeAsync(1, token)).Session);
        Assert.Null((await ResumeAsync(0, token)).Session);

        await cluster[0].Shop.ApproveDeviceAsync(Modern.BotName, Modern.DeviceId);
        foreach (var process in cluster.Running)
        {
            HandshakeCompleteLine answer = null!;
            await Eventually.TrueAsync(async () => (answer = await ResumeAsync(process, token)).Approved);
            Assert.Null(answer.Session);
        }

        // Nothing of it is in what the operator reads, nor in the database.
        using (var database = Database.Open(data.Store))
            Assert.Equal(0, database.Count($"SELECT count(*) FROM dk_session_tokens WHERE hash = '{token.Value}'"));
        Assert.All(cluster.Running, process =>
            Assert.DoesNotContain(token.Value, cluster[process].Program.Output.ToString(), StringComparison.Ordinal));
        await cluster.StopAsync();

        async Task<HandshakeCompleteLine> ResumeAsync(int process, SessionToken shown)
        {
            await using var phone = await FakePhone.ConnectAsync(cluster.PortOf(process), Modern with { SecretKey = "nobody's" });
            phone.Script.SessionToken = shown;
            return await phone.HandshakeAsync();
        }
    }

    private static RunningProgram StartPhone(int port, string expected) => RunningProgram.Start(Programs.Phone,
    [
        "--server", $"127.0.0.1:{port}", "--bot", Modern.BotName, "--device", Modern.DeviceId, "--key", Modern.SecretKey!, "--salt", Modern.Salt,
        "--room", Room, "--channel", Channel, "--capabilities", "session_token", "--expect", expected, "--verbose",
    ]);
}
