using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

/// <summary>Plays what real scripts sent against the adapter.</summary>
public sealed class RecordingTests
{
    private static readonly string[] Spoken = ["# echo 안녕하세요 😀 \"따옴표\" } {", "두 번째\n줄", "no channel id"];
    private static readonly string[] Queued = ["queued 1", "queued 2", "# echo queued 3"];

    [Theory]
    [InlineData("bridge-3.2.0.jsonl", "3.2.0", false)]
    [InlineData("bridge-3.2.1.jsonl", "3.2.1", false)]
    [InlineData("bridge-3.3.3.jsonl", "3.3.3", false)]
    [InlineData("bridge-3.3.3-queued-first.jsonl", "3.3.3", true)]
    public async Task Replay_WholeRecording_EveryChatLineArrivesAndTheHandshakeIsAnswered(string file, string version, bool isQueued)
    {
        var recording = Recording.Read(file);
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = new FakeTimeProvider(recording.SignedAt));
        await using var phone = await server.ConnectAsync(new PhoneProfile { Version = version });
        phone.AnswersPings = false;

        foreach (var line in recording.Lines)
            await phone.SendRawAsync(line);

        foreach (var text in isQueued ? Queued : Spoken)
        {
            var (connection, line) = await server.Pipeline.NextAsync();
            Assert.Equal(text, line.Text);
            Assert.Equal(PhoneServer.TestDevice, connection.Identity.Device);
            Assert.Equal(version, connection.Identity.ClientVersion);
            Assert.Same(connection, server.Registry.FindLive(PhoneServer.TestDevice));
        }

        Assert.True((await phone.NextAsync<HandshakeCompleteLine>()).Approved);

        // The recorded ping answer belongs to another server's ping: it is signed, but proves nothing here.
        Assert.Contains(nameof(Tcp.Sessions.ProofStatus.UnknownPing), await server.Log.WaitForAsync(2010), StringComparison.Ordinal);
        Assert.Equal(0, server.Log.Count(2011));
    }

    [Fact]
    public async Task Replay_OneByteAtATime_IsTheSame()
    {
        var recording = Recording.Read("bridge-3.3.3.jsonl");
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = new FakeTimeProvider(recording.SignedAt));
        await using var phone = await server.ConnectAsync();
        phone.AnswersPings = false;

        foreach (var value in recording.Lines.SelectMany(line => line))
            await phone.SendRawAsync(new[] { value });

        foreach (var text in Spoken)
            Assert.Equal(text, (await server.Pipeline.NextAsync()).Line.Text);
    }

    [Fact]
    public async Task QueuedChat_HandshakeNeverComes_ThePhoneIsServedAsIfItHad()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync();

        for (var i = 0; i < 10; i++)
            await phone.SayAsync("공동구매방", $"queued {i}");

        IPhoneConnection? connection = null;
        for (var i = 0; i < 10; i++)
        {
            (connection, var line) = await server.Pipeline.NextAsync();
            Assert.Equal($"queued {i}", line.Text);
        }

        Assert.Equal(new DeviceKey("testbot", "0123456789abcdef"), connection!.Identity.Device);
        Assert.Equal("3.3.3", connection.Identity.ClientVersion);
        Assert.Equal("MessengerBotR", connection.Identity.ClientType);
        Assert.Equal("127.0.0.1", connection.Identity.IpAddress);
        await phone.NextAsync<PingLine>();
        Assert.True(connection.TryEnqueue(Deliveries.Text("에코")));
        Assert.Equal("에코", (await phone.NextAsync<TextLine>()).Text);
        Assert.DoesNotContain(phone.Received, line => line is HandshakeCompleteLine);
    }

    [Fact]
    public async Task QueuedChat_ThenHandshake_KeepsTheConnectionAndLearnsTheRest()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync();
        await phone.SayAsync("공동구매방", "queued");
        var (connection, _) = await server.Pipeline.NextAsync();
        Assert.Null(connection.Identity.DeviceInfo);

        Assert.True((await phone.HandshakeAsync()).Approved);

        Assert.Equal(phone.Profile.DeviceInfo, connection.Identity.DeviceInfo);
        Assert.Equal(1, server.Registry.Count);
        Assert.Same(connection, server.Registry.FindLive(PhoneServer.TestDevice));
    }

    [Fact]
    public async Task QueuedChat_DeviceShutOut_IsToldAndClosed()
    {
        await using var server = await PhoneServer.StartAsync(
            setup => setup.Devices.Put(PhoneServer.TestDevice, Core.Approval.ApprovalStatus.Blocked));
        await using var phone = await server.ConnectAsync();

        await phone.SayAsync("공동구매방", "queued");

        Assert.False((await phone.NextAsync<HandshakeCompleteLine>()).Success);
        await phone.Closed.DefaultTimeout();
        Assert.Equal(0, server.Pipeline.Unseen);
    }
}
