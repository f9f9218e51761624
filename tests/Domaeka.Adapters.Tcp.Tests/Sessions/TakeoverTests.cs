using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;
using MediaItem = Domaeka.Core.Delivery.MediaItem;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

/// <summary>Design decision 6: a new connection must prove itself before it replaces an old one.</summary>
public sealed class TakeoverTests
{
    [Fact]
    public async Task Handshake_Alone_DoesNotReplaceTheLiveConnection()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, live) = await server.ConnectLiveAsync();
        await using var _ = phone;
        await using var intruder = await server.ConnectAsync(new PhoneProfile { SecretKey = "guessed" });

        Assert.True((await intruder.HandshakeAsync()).Approved);
        await intruder.NextAsync<PingLine>();
        await server.Log.WaitForAsync(2010);
        await intruder.SayAsync("공동구매방", "나야");
        await intruder.HandshakeAsync();

        Assert.Same(live, server.Registry.FindLive(PhoneServer.TestDevice));
        Assert.False(phone.Closed.IsCompleted);
        await phone.SayAsync("공동구매방", "나는 진짜");
        Assert.Equal("나는 진짜", (await server.Pipeline.NextAsync()).Line.Text);
    }

    [Fact]
    public async Task VerifiedPingAnswer_ReplacesTheOldConnection()
    {
        await using var server = await PhoneServer.StartAsync();
        var (old, oldConnection) = await server.ConnectLiveAsync();
        await using var _ = old;
        await using var fresh = await server.ConnectAsync();

        await fresh.HandshakeAsync();

        await old.Closed.DefaultTimeout();
        await oldConnection.Closed.DefaultTimeout();
        Assert.NotSame(oldConnection, server.Registry.FindLive(PhoneServer.TestDevice));
        Assert.False(oldConnection.TryEnqueue(Deliveries.Text("늦음")));
        Assert.False(await oldConnection.EnqueueAsync(Deliveries.Text("늦음"), default));
    }

    [Fact]
    public async Task VerifiedChatLine_ReplacesTheOldConnection()
    {
        await using var server = await PhoneServer.StartAsync();
        var (old, _) = await server.ConnectLiveAsync();
        await using var __ = old;
        await using var fresh = await server.ConnectAsync();
        fresh.AnswersPings = false;

        await fresh.SayAsync("공동구매방", "다시 왔어요");
        var (connection, _) = await server.Pipeline.NextAsync();

        await old.Closed.DefaultTimeout();
        Assert.Same(connection, server.Registry.FindLive(PhoneServer.TestDevice));
    }

    [Fact]
    public async Task OldConnection_ClosesLate_DoesNotUnregisterTheNewOne()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        var (old, oldConnection) = await server.ConnectLiveAsync(receiveBufferBytes: 4096);
        await using var _ = old;
        old.StopReading();
        for (var i = 0; i < 30; i++)
            Assert.True(oldConnection.TryEnqueue(Deliveries.Media(MediaItem.FromBytes(new byte[1024 * 1024]))));
        time.Advance(TimeSpan.FromMilliseconds(1));
        await using var fresh = await server.ConnectAsync();
        await fresh.SayAsync("공동구매방", "다시 왔어요");
        var (connection, _) = await server.Pipeline.NextAsync();
        Assert.False(oldConnection.Closed.IsCompleted);
        Assert.Same(connection, server.Registry.FindLive(PhoneServer.TestDevice));

        time.Advance(TimeSpan.FromSeconds(5.1));
        await oldConnection.Closed.DefaultTimeout();

        Assert.Same(connection, server.Registry.FindLive(PhoneServer.TestDevice));
        Assert.Equal(1, server.Registry.Count);
    }

    [Fact]
    public async Task PingAnswer_RepeatedFromAnotherConnection_ProvesNothing()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var first = await server.ConnectAsync();
        first.AnswersPings = false;
        await first.HandshakeAsync();
        var stolen = first.Script.PingReply((await first.NextAsync<PingLine>()).Token);

        await using var second = await server.ConnectAsync();
        second.AnswersPings = false;
        await second.HandshakeAsync();
        await second.NextAsync<PingLine>();
        await second.SendAsync(stolen);

        Assert.Contains(nameof(ProofStatus.UnknownPing), await server.Log.WaitForAsync(2010), StringComparison.Ordinal);
        Assert.Null(server.Registry.FindLive(PhoneServer.TestDevice));
    }

    [Fact]
    public async Task PingAnswer_Unsigned_ProvesNothing()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync();
        phone.AnswersPings = false;
        await phone.HandshakeAsync();
        var ping = await phone.NextAsync<PingLine>();

        await phone.SendAsync(phone.Script.PingReply(ping.Token) with { Auth = null });

        Assert.Contains(nameof(ProofStatus.SignatureMissing), await server.Log.WaitForAsync(2010), StringComparison.Ordinal);
        Assert.Null(server.Registry.FindLive(PhoneServer.TestDevice));
    }

    [Theory]
    [InlineData("3.2.0")]
    [InlineData("3.3.2")]
    [InlineData("3.3.3")]
    public async Task PingAnswer_OfEveryScript_ProvesThePhoneAndMeasuresTheRoundTrip(string version)
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync(new PhoneProfile { Version = version });

        await phone.HandshakeAsync();
        await server.Log.WaitForAsync(2005);

        var live = server.Registry.FindLive(PhoneServer.TestDevice);
        Assert.NotNull(live);
        Assert.NotNull(live.LastRoundTrip);
    }
}
