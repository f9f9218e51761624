using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests;

/// <summary>The web admin edits the tables behind the server's back.</summary>
[Collection(AloneCollection.Name)]
public sealed class TableEditTests
{
    private const string Channel = "18446369739418675";

    /// <summary>Within which an edit has to be felt.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Edit_ByAnotherProgram_IsFeltWithinTwoSeconds()
    {
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path);
        await using var phone = await server.ConnectAsync(new PhoneProfile());
        await phone.SayAsync("공동구매방", "안녕하세요", Channel);
        await server.Shop.WaitForRoomAsync("testbot", Channel);
        using var admin = Database.Open(data.Path);

        Assert.Equal(1, admin.Execute("UPDATE kb_rooms SET status = 'approved'"));
        var approvedAt = TimeProvider.System.GetTimestamp();
        Assert.Equal(1, admin.Execute("UPDATE kb_bot_devices SET status = 'approved'"));
        Assert.True((await phone.NextAsync<HandshakeCompleteLine>()).Approved);

        // The two edits may fall into two of the server's looks: what is said in between is not answered.
        await Eventually.TrueAsync(async () =>
        {
            await phone.SayAsync("공동구매방", "# echo 됩니다", Channel);
            return (await server.Shop.StatusAsync()).RepliesSent > 0;
        });
        var approved = TimeProvider.System.GetElapsedTime(approvedAt);
        Assert.Equal("에코: 됩니다", (await phone.NextAsync<TextLine>()).Text);

        var blockedAt = TimeProvider.System.GetTimestamp();
        Assert.Equal(1, admin.Execute("UPDATE kb_bot_devices SET status = 'blocked'"));
        Assert.False((await phone.NextAsync<HandshakeCompleteLine>()).Success);
        var blocked = TimeProvider.System.GetElapsedTime(blockedAt);
        await phone.Closed.DefaultTimeout();

        Assert.InRange(approved, TimeSpan.Zero, Limit);
        Assert.InRange(blocked, TimeSpan.Zero, Limit);
    }
}
