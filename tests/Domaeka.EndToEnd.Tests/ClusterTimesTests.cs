using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests;

/// <summary>How soon several processes on one database follow what happens to one of them.</summary>
[Collection(AloneCollection.Name)]
public sealed class ClusterTimesTests
{
    private const string Room = "공동구매방";

    [Fact]
    public async Task Kill_PhonesComeBackElsewhere_TheirNoticesGoOnWithinFifteenSeconds()
    {
        var limit = TimeSpan.FromSeconds(15);
        const int Notices = 30;
        const int Window = 16;
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        await using var cluster = await Cluster.StartAsync(data.Store, 2);
        PhoneProfile[] profiles = [new() { BotName = "없는 봇" }, new() { BotName = "바쁜 봇" }];
        NoticeFlood[] floods = [.. profiles.Select((profile, number) => new NoticeFlood(profile.BotName, $"{number}", length: 30))];
        for (var number = 0; number < profiles.Length; number++)
            await (await cluster[0].AdmitAsync(profiles[number], Room, $"{number}")).DisposeAsync();
        await Eventually.TrueAsync(async () => (await cluster[0].Shop.StatusAsync()).Connections == 0);

        // One is away, and everything waits. The other one is there and confirms nothing: some are under way, the others wait behind them.
        var port = cluster[0].TcpPort;
        await using var away = new RoamingPhone(() => Volatile.Read(ref port), profiles[0]);
        away.GoAway();
        await using var busy = new RoamingPhone(() => Volatile.Read(ref port), profiles[1]);
        await cluster[0].Shop.WaitForLiveAsync(profiles[1].BotName, profiles[1].DeviceId);
        busy.Current!.HoldsPings = true;
        foreach (var flood in floods)
            await flood.SendAsync(cluster[0], Notices);
        await busy.Record.WaitForTextsAsync(Window).DefaultTimeout();

        Volatile.Write(ref port, cluster[1].TcpPort);
        var killedAt = TimeProvider.System.GetTimestamp();
        await cluster.KillAsync(0);
        away.ComeBack();
        await Task.WhenAll(away.Record.WaitForTextsAsync(Notices), busy.Record.WaitForTextsAsync(Notices))
            .WaitAsync(limit - TimeProvider.System.GetElapsedTime(killedAt));

        await NoticeJudge.WaitForEndsAsync(data.Store);
        var verdict = NoticeJudge.Judge(
            data.Store,
            floods.SelectMany(flood => flood.Accepted).ToDictionary(),
            away.Record.Texts.Concat(busy.Record.Texts));
        Assert.InRange(verdict.Confirmed, Notices, 2 * Notices);
        Assert.Equal(floods[0].Texts, away.Record.Texts);
        Assert.Equal(floods[1].Texts, busy.Record.Texts.Distinct());
    }

    [Fact]
    public async Task Approval_OnOne_IsFeltOnAllWithinTwoSeconds()
    {
        var limit = TimeSpan.FromSeconds(2);
        const int Processes = 3;
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        await using var cluster = await Cluster.StartAsync(data.Store, Processes);
        var phones = new List<FakePhone>();
        for (var number = 0; number < Processes; number++)
        {
            var phone = await cluster[number].ConnectAsync(ProfileOf(number));
            phones.Add(phone);
            await phone.SayAsync(Room, "안녕하세요", "1");
            await cluster[0].Shop.WaitForRoomAsync(phone.Profile.BotName, "1");
        }

        for (var number = 0; number < Processes; number++)
            await cluster[0].Shop.ApproveRoomAsync(ProfileOf(number).BotName, "1");
        var approvedAt = TimeProvider.System.GetTimestamp();
        for (var number = 0; number < Processes; number++)
            await cluster[0].Shop.ApproveDeviceAsync(ProfileOf(number).BotName, ProfileOf(number).DeviceId);
        foreach (var phone in phones)
            Assert.True((await phone.NextAsync<HandshakeCompleteLine>()).Approved);
        var approved = TimeProvider.System.GetElapsedTime(approvedAt);
        foreach (var phone in phones)
            await phone.AskUntilAnsweredAsync(Room, "1");
        var answered = TimeProvider.System.GetElapsedTime(approvedAt);

        var blockedAt = TimeProvider.System.GetTimestamp();
        for (var number = 0; number < Processes; number++)
            await cluster[1].Shop.Devices.BlockDeviceAsync(new V1.BlockDeviceRequest { Name = Shop.DeviceName(ProfileOf(number).BotName, ProfileOf(number).DeviceId) });
        foreach (var phone in phones)
            await phone.Closed.DefaultTimeout();
        var blocked = TimeProvider.System.GetElapsedTime(blockedAt);

        Assert.InRange(approved, TimeSpan.Zero, limit);
        Assert.InRange(answered, TimeSpan.Zero, limit);
        Assert.InRange(blocked, TimeSpan.Zero, limit);
        foreach (var phone in phones)
            await phone.DisposeAsync();
    }

    private static PhoneProfile ProfileOf(int number) => new() { BotName = $"봇 {number}" };
}
