using System.Net.Sockets;
using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

public sealed class BackPressureTests
{
    [Fact]
    public async Task Pipeline_IsNotReady_TheNextLineIsNotTaken()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();
        var gate = new TaskCompletionSource();
        server.Pipeline.Gate = gate.Task;
        for (var i = 0; i < 5; i++)
            await phone.SayAsync("공동구매방", $"{i}");
        Assert.Equal("0", (await server.Pipeline.NextAsync()).Line.Text);

        // Another phone is served meanwhile: what one waits for stalls nobody else.
        server.Pipeline.Gate = null;
        await using var other = await server.ConnectAsync(phone.Profile with { DeviceId = "other" });
        await other.SayAsync("공동구매방", "other");
        Assert.Equal("other", (await server.Pipeline.NextAsync()).Line.Text);
        Assert.Equal(0, server.Pipeline.Unseen);

        gate.SetResult();
        for (var i = 1; i < 5; i++)
            Assert.Equal($"{i}", (await server.Pipeline.NextAsync()).Line.Text);
    }

    [Fact]
    public async Task Pipeline_IsNotReady_ThePhonesSocketFillsAndNothingIsLost()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();
        var gate = new TaskCompletionSource();
        server.Pipeline.Gate = gate.Task;
        const int Lines = 400;

        // 400 lines of 87 KB are far more than the buffers on the way hold, so the sender must come to a halt.
        var text = new string('가', 21_000);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Lines; i++)
                await phone.SayAsync("공동구매방", $"{i} {text}");
        });
        await server.Pipeline.NextAsync();
        Assert.False(sending.IsCompleted);

        gate.SetResult();
        for (var i = 1; i < Lines; i++)
            Assert.StartsWith($"{i} ", (await server.Pipeline.NextAsync()).Line.Text, StringComparison.Ordinal);
        await sending.DefaultTimeout();
    }

    [Fact]
    public async Task Pipeline_IsNotReadyForMinutes_ThePhonesPingIsNotHeldAgainstIt()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        await using var phone = await server.ConnectAsync();
        phone.AnswersPings = false;
        await phone.HandshakeAsync();
        var ping = await phone.NextAsync<PingLine>();
        var gate = new TaskCompletionSource();
        server.Pipeline.Gate = gate.Task;
        await phone.SayAsync("공동구매방", "느린 방");
        await server.Pipeline.NextAsync();
        // The answer is there, behind the line that waits.
        await phone.SendAsync(phone.Script.PingReply(ping.Token));
        var connection = server.Registry.FindLive(PhoneServer.TestDevice)!;

        // The pause begins a moment after the pipeline has shown the line.
        await Eventually.TrueAsync(() => ((PhoneConnection)connection).Pings.IsPaused);
        for (var minute = 0; minute < 20; minute++)
            time.Advance(TimeSpan.FromMinutes(1));
        server.Pipeline.Gate = null;
        gate.SetResult();
        await phone.SayAsync("공동구매방", "계속");
        Assert.Equal("계속", (await server.Pipeline.NextAsync()).Line.Text);

        Assert.Equal(0, server.Log.Count(2020));
        Assert.False(connection.Closed.IsCompleted);
    }

    [Fact]
    public async Task Phone_Unanswered_IsDeadAfterNinetySeconds()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        await using var phone = await server.ConnectAsync();
        phone.AnswersPings = false;
        await phone.HandshakeAsync();
        await phone.NextAsync<PingLine>();

        time.Advance(TimeSpan.FromSeconds(89));
        Assert.False(phone.Closed.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1.1));

        await phone.Closed.DefaultTimeout();
        await server.Log.WaitForAsync(2020);
        await server.Log.WaitForAsync(2040);
        Assert.Equal(0, server.Registry.Count);
    }

    [Fact]
    public async Task Connections_BeyondTheLimit_AreClosedAndAFreedPlaceIsGivenAgain()
    {
        await using var server = await PhoneServer.StartAsync(setup => setup.Tcp = tcp => tcp.MaxConnections = 2);
        var (first, connection) = await server.ConnectLiveAsync();
        await using var _ = first;
        await using var second = await server.ConnectAsync(first.Profile with { DeviceId = "second" });
        await second.HandshakeAsync();

        await AssertRefusedAsync(server);
        await server.Log.WaitForAsync(2001);

        connection.Close(Core.Connections.CloseReason.Requested);
        await first.Closed.DefaultTimeout();
        await AcceptedAgainAsync(server).DefaultTimeout();
    }

    private static async Task AssertRefusedAsync(PhoneServer server)
    {
        try
        {
            await using var third = await server.ConnectAsync(new PhoneProfile { DeviceId = "third" });
            await third.Closed.DefaultTimeout();
            Assert.Empty(third.Received);
        }
        catch (SocketException)
        {
            // The reset was there before the connection was.
        }
    }

    // The place is free a moment after the phone sees the end, so a refused attempt is repeated, as scripts do.
    private static async Task AcceptedAgainAsync(PhoneServer server)
    {
        while (true)
        {
            try
            {
                await using var phone = await server.ConnectAsync();
                Assert.True((await phone.HandshakeAsync()).Success);
                return;
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
            {
                // Refused, on a busy machine even before the phone knew that it was connected.
            }
        }
    }
}
