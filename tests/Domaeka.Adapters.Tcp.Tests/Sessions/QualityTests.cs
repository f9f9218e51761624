using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Monitoring;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit.Phones;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

public sealed class QualityTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task PingAnswer_LiesUnreadWhileCoreIsNotReady_DoesNotRaiseTheRoundTrip()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        await using var phone = new PipedPhone(server);
        await phone.ShakeHandsAsync();
        var token = await phone.NextPingAsync();
        var gate = new TaskCompletionSource();
        server.Pipeline.Gate = gate.Task;
        await phone.SayAsync("1");
        var (connection, _) = await server.Pipeline.NextAsync();

        await phone.AnswerAsync(token);
        time.Advance(Long);
        gate.SetResult();

        Assert.Null((await server.Monitor.NextAsync()).RoundTrip);
        Assert.Null(connection.LastRoundTrip);
        Assert.Null(connection.ReadQuality().RoundTrip);
        Assert.Equal(0, connection.ReadQuality().MissedPings);
    }

    [Fact]
    public async Task PingAnswer_ReadTogetherWithALineThatCoreIsNotReadyFor_IsMeasuredOnArrival()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        await using var phone = new PipedPhone(server);
        await phone.ShakeHandsAsync();
        var token = await phone.NextPingAsync();
        var gate = new TaskCompletionSource();
        server.Pipeline.Gate = gate.Task;
        time.Advance(TimeSpan.FromMilliseconds(30));
        await phone.SayAndAnswerAsync("1", token);
        var (connection, _) = await server.Pipeline.NextAsync();

        time.Advance(Long);
        gate.SetResult();

        Assert.Equal(TimeSpan.FromMilliseconds(30), (await server.Monitor.NextAsync()).RoundTrip);
        Assert.Equal(TimeSpan.FromMilliseconds(30), connection.LastRoundTrip);
        Assert.Equal(1, connection.ReadQuality().RoundTrip!.Samples);
    }

    [Fact]
    public async Task ReadQuality_LinesBothWays_CountsThem()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync();
        await using var _ = phone;
        await server.Monitor.NextAsync();
        var before = connection.ReadQuality();

        await phone.SayAsync("공동구매방", "가");
        await phone.SendRawAsync("not a line of ours\n"u8.ToArray());
        await phone.SayAsync("공동구매방", "나");
        await server.Pipeline.NextAsync();
        await server.Pipeline.NextAsync();
        var notice = Deliveries.Notice("공지");
        Assert.True(connection.TryEnqueue(notice));
        await phone.NextAsync<TextLine>();
        Assert.Equal("confirmed", await notice.Outcome);

        // The notice, its ping; two lines of chat, one of rubbish, the ping's answer.
        var after = connection.ReadQuality();
        Assert.Equal(2, after.OutboundLines - before.OutboundLines);
        Assert.Equal(4, after.InboundLines - before.InboundLines);
        Assert.InRange(after.OutboundBytes - before.OutboundBytes, 200, 2_000);
        Assert.InRange(after.InboundBytes - before.InboundBytes, 1_000, 5_000);
        Assert.Equal(0, after.MissedPings);
    }

    [Fact]
    public async Task ReadQuality_PhoneIsSilent_TellsWhenItWasLastHeard()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        var (phone, connection) = await server.ConnectLiveAsync();
        await using var _ = phone;
        await server.Monitor.NextAsync();
        var heardAt = time.GetUtcNow();

        time.Advance(Long);

        Assert.Equal(heardAt, connection.ReadQuality().LastActivityAt);
    }

    [Fact]
    public async Task PingAnswer_OfTheSchedule_IsReportedWithWhatThePhoneSays()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        var (phone, _) = await server.ConnectLiveAsync();
        await using var _1 = phone;

        var ping = await server.Monitor.NextAsync();

        Assert.Equal(PhoneServer.TestDevice, ping.Device);
        Assert.Equal(PingOutcome.Answered, ping.Outcome);
        Assert.Equal(TimeSpan.Zero, ping.RoundTrip);
        Assert.Equal(time.GetUtcNow(), ping.At);
        Assert.Equal("127.0.0.1", ping.RemoteAddress);
        Assert.Equal(phone.Profile.Version, ping.ClientVersion);
        Assert.Equal((742.4, 32.4, 4.4, 0, 1), (
            ping.TotalMemoryMegabytes, ping.UsedMemoryMegabytes, ping.MemoryPercent, ping.MessageQueueSize, ping.ActiveRooms));
        Assert.NotNull(ping.DeviceUuid);
        Assert.NotNull(ping.ClientTimestamp);
    }

    [Fact]
    public async Task PingAnswer_BehindANotice_IsNotReported()
    {
        await using var server = await PhoneServer.StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync();
        await using var _ = phone;
        await server.Monitor.NextAsync();
        var notice = Deliveries.Notice("공지");

        Assert.True(connection.TryEnqueue(notice));

        Assert.Equal("confirmed", await notice.Outcome);
        Assert.False(server.Monitor.HasPing);
    }

    [Fact]
    public async Task PingTimeout_OfAPhoneThatHasProvenItself_IsReported()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        await using var phone = await server.ConnectAsync();
        phone.AnswersPings = false;
        await phone.HandshakeAsync();
        await phone.SayAsync("공동구매방", "안녕하세요");
        await server.Pipeline.NextAsync();
        await phone.NextAsync<PingLine>();

        for (var second = 0; second < 200 && server.Log.Count(2020) == 0; second++)
            time.Advance(TimeSpan.FromSeconds(1));

        var ping = await server.Monitor.NextAsync();
        Assert.Equal(PingOutcome.TimedOut, ping.Outcome);
        Assert.Null(ping.RoundTrip);
        Assert.Equal("127.0.0.1", ping.RemoteAddress);
        await server.Log.WaitForAsync(2020);
    }

    [Fact]
    public async Task PingTimeout_OfAStrangerWhoNamesADevice_IsNotReported()
    {
        var time = new FakeTimeProvider();
        await using var server = await PhoneServer.StartAsync(setup => setup.Time = time);
        await using var stranger = await server.ConnectAsync(new PhoneProfile { SecretKey = "a guess" });
        await stranger.HandshakeAsync();
        await stranger.NextAsync<PingLine>();

        for (var second = 0; second < 200 && server.Log.Count(2020) == 0; second++)
            time.Advance(TimeSpan.FromSeconds(1));

        await server.Log.WaitForAsync(2020);
        await stranger.Closed.DefaultTimeout();
        Assert.False(server.Monitor.HasPing);
    }
}
