using System.Net;
using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests;

/// <summary>Another program holds the database locked for longer than the server is willing to wait.</summary>
public sealed class LockedDatabaseTests
{
    [Fact]
    public async Task Database_LockedBeyondTheTimeout_HoldsRepliesUntilItIsFree()
    {
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path, StorageTrouble.ShortTimeouts);
        await using var trouble = await StorageTrouble.PrepareAsync(server);
        using var other = Database.Open(data.Path);

        other.Execute("BEGIN IMMEDIATE");
        await trouble.AskDuringTroubleAsync();
        other.Execute("ROLLBACK");

        await trouble.AssertRecoveredAsync();
        Assert.Empty(trouble.Questions.Except(other.Read("SELECT message FROM kb_chat_logs")));
        Assert.Empty(trouble.Answers.Except(other.Read("SELECT message FROM kb_chat_logs WHERE is_our_bot_response = 1")));
        await server.StopAsync();
    }

    [Fact]
    public async Task Database_LockedFromTheFirstSightOfAPhone_ServesItLater()
    {
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path, StorageTrouble.ShortTimeouts);
        var profile = new PhoneProfile { BotName = "처음 보는 봇" };
        using var other = Database.Open(data.Path);

        other.Execute("BEGIN IMMEDIATE");
        await using (var turnedAway = await FakePhone.ConnectAsync(server.TcpPort, profile))
        {
            var refusal = await turnedAway.HandshakeAsync();
            Assert.Equal((false, false), (refusal.Success, refusal.Approved));
            Assert.Equal("지금은 디바이스를 확인할 수 없습니다. 잠시 후 다시 연결해 주세요", refusal.Message);
            await turnedAway.Closed.DefaultTimeout();
        }

        other.Execute("ROLLBACK");
        await Eventually.TrueAsync(async () => (await server.ReadinessAsync()).Status == HttpStatusCode.OK);
        await using var phone = await server.AdmitAsync(profile, "공동구매방", "1");
        await phone.SayAsync("공동구매방", "# echo 이제", "1");
        Assert.Equal("에코: 이제", (await phone.NextAsync<TextLine>()).Text);
    }
}
