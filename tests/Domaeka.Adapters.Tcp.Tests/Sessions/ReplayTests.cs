using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

/// <summary>A signature covers who and when, not what: whoever has recorded a line can send it again, and must gain nothing by it.</summary>
public sealed class ReplayTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task RecordedChatLine_OnANewConnection_DoesNotEvictThePhone()
    {
        await using var server = await StartAsync();
        var (phone, live) = await server.ConnectLiveAsync();
        await using var _ = phone;
        var recorded = phone.Script.Chat("공동구매방", "녹음된 말", "18446369739418675", "홍길동", "1");
        await phone.SendAsync(recorded);
        await server.Pipeline.NextAsync();

        await using var thief = await server.ConnectAsync();
        thief.AnswersPings = false;
        await thief.SendAsync(recorded);
        await server.Pipeline.NextAsync();
        await server.Log.WaitForAsync(2105);

        Assert.Same(live, server.Registry.FindLive(PhoneServer.TestDevice));
        Assert.False(phone.Closed.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await phone.SayAsync("공동구매방", "나는 여기 있다");
        Assert.Same(live, (await server.Pipeline.NextAsync()).Connection);
    }

    [Fact]
    public async Task RecordedAuth_InAPingAnswer_DoesNotEvictThePhone()
    {
        await using var server = await StartAsync();
        var (phone, live) = await server.ConnectLiveAsync();
        await using var _ = phone;
        await using var thief = await server.ConnectAsync();
        thief.AnswersPings = false;
        var recorded = phone.Script.PingReply("whatever");
        _time.Advance(TimeSpan.FromSeconds(1));
        await phone.SayAsync("공동구매방", "나중의 말");
        await server.Pipeline.NextAsync();

        // The token is the one of this connection, which the signature does not cover.
        await thief.HandshakeAsync();
        var ping = await thief.NextAsync<PingLine>();
        await thief.SendAsync(recorded with { Token = ping.Token });
        await server.Log.WaitForAsync(2105);

        Assert.Same(live, server.Registry.FindLive(PhoneServer.TestDevice));
        Assert.False(phone.Closed.IsCompleted);
    }

    [Fact]
    public async Task GenuineReconnect_QueuedLinesFirst_AreTakenAndThePingAnswerTakesOver()
    {
        await using var server = await StartAsync();
        var (old, oldConnection) = await server.ConnectLiveAsync();
        await using var _ = old;
        var queued = old.Script.Chat("공동구매방", "밀린 말", "18446369739418675", "홍길동", "7");
        _time.Advance(TimeSpan.FromSeconds(1));
        await old.SayAsync("공동구매방", "마지막 말");
        await server.Pipeline.NextAsync();

        // The link is lost, and the server does not know it yet.
        old.AnswersPings = false;
        _time.Advance(TimeSpan.FromSeconds(2));
        await using var fresh = await server.ConnectAsync();
        fresh.AnswersPings = false;
        await fresh.SendAsync(queued);
        var (connection, line) = await server.Pipeline.NextAsync();
        Assert.Equal("밀린 말", line.Text);
        Assert.Same(oldConnection, server.Registry.FindLive(PhoneServer.TestDevice));

        await fresh.SendAsync(fresh.Script.PingReply((await fresh.NextAsync<PingLine>()).Token));

        await old.Closed.DefaultTimeout();
        Assert.Same(connection, server.Registry.FindLive(PhoneServer.TestDevice));
    }

    [Fact]
    public async Task OlderLine_NoLiveConnection_ProvesThePhone()
    {
        await using var server = await StartAsync();
        var (old, oldConnection) = await server.ConnectLiveAsync();
        var queued = old.Script.Chat("공동구매방", "밀린 말", "18446369739418675", "홍길동", "7");
        _time.Advance(TimeSpan.FromSeconds(1));
        await old.SayAsync("공동구매방", "마지막 말");
        await server.Pipeline.NextAsync();
        await old.DisposeAsync();
        await CloseAsync(oldConnection.Closed);

        await using var fresh = await server.ConnectAsync();
        fresh.AnswersPings = false;
        await fresh.SendAsync(queued);
        var (connection, _) = await server.Pipeline.NextAsync();

        Assert.Same(connection, server.Registry.FindLive(PhoneServer.TestDevice));
    }

    [Fact]
    public async Task RecordedLine_BetweenQueuedLineAndNewestOfThePhone_DoesNotEvictIt()
    {
        await using var server = await StartAsync();
        var (old, oldConnection) = await server.ConnectLiveAsync();
        var queued = old.Script.Chat("공동구매방", "밀린 말", "18446369739418675", "홍길동", "7");
        _time.Advance(TimeSpan.FromSeconds(1));
        var recorded = old.Script.Chat("공동구매방", "녹음된 말", "18446369739418675", "홍길동", "8");
        _time.Advance(TimeSpan.FromSeconds(1));
        await old.SayAsync("공동구매방", "마지막 말");
        await server.Pipeline.NextAsync();
        await old.DisposeAsync();
        await CloseAsync(oldConnection.Closed);
        await using var fresh = await server.ConnectAsync();
        fresh.AnswersPings = false;
        await fresh.SendAsync(queued);
        var (live, _) = await server.Pipeline.NextAsync();

        await using var thief = await server.ConnectAsync();
        thief.AnswersPings = false;
        await thief.SendAsync(recorded);
        await server.Pipeline.NextAsync();
        await server.Log.WaitForAsync(2105);

        Assert.Same(live, server.Registry.FindLive(PhoneServer.TestDevice));
    }

    [Fact]
    public async Task ClockSetBack_PhoneIsBackOnceItsOldConnectionIsDead()
    {
        await using var server = await StartAsync();
        var (old, oldConnection) = await server.ConnectLiveAsync();
        await using var _ = old;
        old.AnswersPings = false;
        old.StopReading();

        // The phone's clock, not the server's, is set back by two minutes.
        var phoneTime = new FakeTimeProvider(_time.GetUtcNow() - TimeSpan.FromMinutes(2));
        await using var fresh = await FakePhone.ConnectAsync(server.Port, time: phoneTime);
        await fresh.HandshakeAsync();
        await server.Log.WaitForAsync(2105);
        Assert.Same(oldConnection, server.Registry.FindLive(PhoneServer.TestDevice));

        // Its pings are answered all the while, so it stays although it is not proven.
        for (var i = 0; i < 8 && !oldConnection.Closed.IsCompleted; i++)
        {
            var answered = fresh.Received.OfType<PingLine>().Count();
            _time.Advance(TimeSpan.FromSeconds(31));
            phoneTime.Advance(TimeSpan.FromSeconds(31));
            await Eventually.TrueAsync(() => fresh.Received.OfType<PingLine>().Count() > answered || fresh.Closed.IsCompleted);
            Assert.False(fresh.Closed.IsCompleted);
        }

        await oldConnection.Closed.DefaultTimeout();
        _time.Advance(TimeSpan.FromSeconds(31));
        await Eventually.TrueAsync(() => server.Registry.FindLive(PhoneServer.TestDevice) is not null);
        Assert.NotSame(oldConnection, server.Registry.FindLive(PhoneServer.TestDevice));
        Assert.False(fresh.Closed.IsCompleted);
    }

    [Fact]
    public async Task Ledger_SignaturesThatNobodyWouldAccept_AreForgotten()
    {
        await using var server = await StartAsync();
        var ledger = server.Get<ProofLedger>();
        for (var i = 0; i < 5_000; i++)
        {
            Assert.True(ledger.TryAdvance(new("bot", $"device-{i}"), _time.GetUtcNow().ToUnixTimeMilliseconds()));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        // Five minutes of one device a second are needed, and as much again before they are looked through.
        Assert.InRange(ledger.Count, 300, 1_500);
    }

    private async Task CloseAsync(Task closed)
    {
        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return closed.IsCompleted;
        });
    }

    private Task<PhoneServer> StartAsync(Action<PhoneServerSetup>? configure = null) => PhoneServer.StartAsync(setup =>
    {
        setup.Time = _time;
        configure?.Invoke(setup);
    });
}
