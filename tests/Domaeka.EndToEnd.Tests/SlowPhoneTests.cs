using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A phone that reads nothing while much is sent to it.</summary>
public sealed class SlowPhoneTests
{
    private const string Room = "공동구매방";
    private const int QueueLength = 50;
    private const int Window = 16;
    private const int RoomCapacity = 40;

    [Fact]
    public async Task PhoneThatDoesNotRead_ThousandsOfNotices_WaitInTheStoreAndHarmNobody()
    {
        const int Notices = 2_000;
        using var data = new TempDirectory();

        // In memory the texts would take 120 MB, which this server does not have: it would end.
        await using var server = await DomaekaServer.StartAsync(
            data.Path, ["--Tcp:PingTimeout=00:05:00"], ["env", "DOTNET_GCHeapHardLimit=0x5000000"]);
        await using var deaf = await server.AdmitAsync(new PhoneProfile { BotName = "느린 봇" }, Room, "1", receiveBufferBytes: 4096);
        await using var other = await server.AdmitAsync(new PhoneProfile { BotName = "빠른 봇" }, Room, "2");
        deaf.StopReading();
        var flood = new NoticeFlood(deaf.Profile.BotName, "1", length: 30_000);
        await flood.SendAsync(server, Notices);

        // The others are served as if nothing was.
        await other.AskAsync(Room, "2", 20);
        var notice = await server.Shop.SendTextAsync(other.Profile.BotName, "2", "제때 가는 공지");
        Assert.Equal("제때 가는 공지", (await other.NextAsync<TextLine>()).Text);
        await server.Shop.WaitForStateAsync(notice.Name, DeliveryState.Confirmed);

        // What is not under way waits for the phone, and says so.
        var messages = await flood.ListAsync(server);
        Assert.Equal(Window, messages.Count(message => message.Reason == DeliveryReason.Unspecified));
        Assert.Equal(
            Notices - Window,
            messages.Count(message => (message.State, message.Reason) == (DeliveryState.Queued, DeliveryReason.PhoneBusy)));

        deaf.ResumeReading();
        foreach (var text in flood.Texts)
            Assert.Equal(text, (await deaf.NextAsync<TextLine>()).Text);
        await NoticeJudge.WaitForEndsAsync(data.Path);
        var accepted = new Dictionary<string, NoticeAsked>(flood.Accepted) { [Shop.IdOf(notice)] = new("제때 가는 공지", AtMostOnce: false) };
        var verdict = NoticeJudge.Judge(data.Path, accepted, [.. deaf.Record.Texts, "제때 가는 공지"]);
        Assert.Equal(new NoticeVerdict(Notices + 1, 0, 0), verdict);
        await server.StopAsync();
    }

    [Fact]
    public async Task PhoneThatDoesNotRead_ComesBackOnANewLink_GetsEveryNoticeInOrder()
    {
        const int Notices = 300;
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path);
        await using var deaf = await server.AdmitAsync(new PhoneProfile { BotName = "느린 봇" }, Room, "1", receiveBufferBytes: 4096);
        deaf.StopReading();
        var flood = new NoticeFlood(deaf.Profile.BotName, "1", length: 30_000);
        await flood.SendAsync(server, Notices);
        deaf.Reset();

        await using var back = await FakePhone.ConnectAsync(server.TcpPort, deaf.Profile, record: deaf.Record);
        await back.HandshakeAsync();
        await NoticeJudge.WaitForEndsAsync(data.Path);

        // What was under way may not be written again, if its caller does not want that; everything else comes, in order.
        NoticeJudge.Judge(data.Path, flood.Accepted, back.Record.Texts);
        var shown = back.Received.OfType<TextLine>().Select(line => line.Text).ToArray();
        var expected = flood.Accepted.Values.Where((asked, index) => index >= Window || !asked.AtMostOnce).Select(asked => asked.Text).ToArray();
        Assert.Equal(expected, shown.Where(expected.Contains));
        await server.StopAsync();
    }

    [Fact]
    public async Task PhoneThatDoesNotRead_AsksAndAsks_IsNotReadEitherAndLosesNothing()
    {
        const int Questions = 2_000;
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(
            data.Path, [$"--Tcp:OutboundQueueLength={QueueLength}", $"--Dispatch:RoomQueueCapacity={RoomCapacity}"]);
        await using var deaf = await server.AdmitAsync(new PhoneProfile { BotName = "느린 봇" }, Room, "1", receiveBufferBytes: 4096);
        await using var other = await server.AdmitAsync(new PhoneProfile { BotName = "빠른 봇" }, Room, "2");
        var filler = new string('가', 10_000);
        deaf.StopReading();

        var asking = Task.Run(async () =>
        {
            for (var i = 0; i < Questions; i++)
                await deaf.SayAsync(Room, $"# echo {i} {filler}", "1");
        });
        await Eventually.TrueAsync(async () =>
        {
            // In the time of a hundred answers to the other phone nothing was read from this one: the server waits for it.
            var before = await server.Shop.StatusAsync();
            await other.AskAsync(Room, "2", 100);
            var after = await server.Shop.StatusAsync();
            return after.LinesReceived > QueueLength + RoomCapacity && after.LinesReceived - before.LinesReceived == 100;
        });

        // Replies in the queue, questions in the lane, one in the session's hand, and what the sockets' buffers took of the replies.
        var full = await server.Shop.StatusAsync();
        Assert.False(asking.IsCompleted);
        Assert.Equal(RoomCapacity, full.QueuedCommands + full.RunningCommands);
        Assert.InRange(full.LinesReceived, QueueLength, Questions / 2);

        deaf.ResumeReading();
        await asking.DefaultTimeout();
        for (var i = 0; i < Questions; i++)
            Assert.StartsWith($"에코: {i} ", (await deaf.NextAsync<TextLine>()).Text, StringComparison.Ordinal);
    }
}
