using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.MariaDb;
using Domaeka.TestKit.Phones;
using Grpc.Core;

namespace Domaeka.EndToEnd.Tests;

/// <summary>The database's own server is killed, and started again on the same data.</summary>
public sealed class LostDatabaseTests
{
    private const string Room = "공동구매방";

    [Fact]
    public async Task Database_KilledAndStartedAgain_LosesNothingAndNeedsNoRestart()
    {
        const int MaxPending = 15;
        const int Crowd = 40;
        await using var mariaDb = await PrivateMariaDb.StartAsync();
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb, mariaDb);
        await using var server = await DomaekaServer.StartAsync(
            data.Store, [.. StorageTrouble.ShortTimeouts, .. Cluster.ShortLease, $"--ChatLog:MaxPendingEntries={MaxPending}"]);
        var busyProfile = new PhoneProfile { BotName = "바쁜 봇" };
        await using var busy = await server.AdmitAsync(busyProfile, Room, "1");
        var pendingProfile = new PhoneProfile { BotName = "기다리는 봇" };
        await using var pending = await server.ConnectAsync(pendingProfile);
        await using var trouble = await StorageTrouble.PrepareAsync(server, StoreOfTest.MariaDb);

        // Some are under way and not confirmed, the others wait behind them.
        busy.HoldsPings = true;
        var flood = new NoticeFlood(busyProfile.BotName, "1", length: 30);
        await flood.SendAsync(server, Crowd);
        await busy.NextAsync<TextLine>();
        await mariaDb.KillAsync();
        var shown = busy.Record.Texts.Count;
        await trouble.AskDuringTroubleAsync();

        // The queue is full: what more is said stays with the phone, or between it and the server.
        for (var number = 0; number < Crowd; number++)
            await busy.SayAsync(Room, $"사람 말 {number}", "1");
        busy.HoldsPings = false;
        await busy.AnswerHeldPingsAsync();
        Assert.Equal((StatusCode.Unavailable, "STORAGE_UNAVAILABLE"), await Shop.RefusalAsync(server.Shop.SendTextAsync(busyProfile.BotName, "1", "여보세요")));
        Assert.Equal((StatusCode.Unavailable, "STORAGE_UNAVAILABLE"), await Shop.RefusalAsync(server.Shop.ApproveDeviceAsync(pendingProfile.BotName, pendingProfile.DeviceId)));
        Assert.InRange((await server.Shop.StatusAsync()).ChatLogBacklog, 0, MaxPending);
        Assert.InRange(busy.Record.Texts.Count, shown, 16);
        Assert.False(busy.Closed.IsCompleted);
        Assert.False(Assert.Single(pending.Received.OfType<HandshakeCompleteLine>()).Approved);

        await mariaDb.RestartAsync();
        await trouble.AssertRecoveredAsync();
        await NoticeJudge.WaitForEndsAsync(data.Store);
        Assert.Equal(flood.Texts, busy.Record.Texts.Distinct());
        NoticeJudge.Judge(data.Store, flood.Accepted, busy.Record.Texts);
        await server.Shop.ApproveDeviceAsync(pendingProfile.BotName, pendingProfile.DeviceId);
        Assert.True((await pending.NextAsync<HandshakeCompleteLine>()).Approved);
        Assert.False(busy.Closed.IsCompleted);

        using var database = Database.Open(data.Store);
        await Eventually.TrueAsync(() => Task.FromResult(database.Count("SELECT count(*) FROM kb_chat_logs WHERE message LIKE '사람 말%'") == Crowd));
        Assert.Empty(trouble.Questions.Except(database.Read("SELECT message FROM kb_chat_logs")));
        await Eventually.TrueAsync(() => Task.FromResult(
            !trouble.Answers.Except(database.Read("SELECT message FROM kb_chat_logs WHERE is_our_bot_response = 1")).Any()));
        await server.StopAsync();
    }
}
