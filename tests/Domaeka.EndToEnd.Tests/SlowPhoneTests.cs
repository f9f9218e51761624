using System.Globalization;
using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Grpc.Core;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A phone that reads nothing while much is sent to it.</summary>
public sealed class SlowPhoneTests
{
    private const string Room = "공동구매방";
    private const int QueueLength = 50;
    private const int RoomCapacity = 40;

    [Fact]
    public async Task PhoneThatDoesNotRead_FloodedByNotices_BoundsItsQueueAndHarmsNobody()
    {
        const int Flood = 500;
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path, [$"--Tcp:OutboundQueueLength={QueueLength}"]);
        await using var deaf = await server.AdmitAsync(new PhoneProfile { BotName = "느린 봇" }, Room, "1", receiveBufferBytes: 4096);
        await using var other = await server.AdmitAsync(new PhoneProfile { BotName = "빠른 봇" }, Room, "2");
        deaf.StopReading();

        var text = new string('가', 60_000);
        var request = new SendMessageRequest { Room = Shop.RoomName(deaf.Profile.BotName, "1"), Text = text };
        var notices = Enumerable.Range(0, Flood).Select(_ => server.Shop.Messages.SendMessageAsync(request).ResponseAsync).ToArray();
        await Eventually.TrueAsync(() => notices.Any(notice => notice.IsFaulted));
        await AskAsync(other, "2", 100);

        // Each refusal is answered at once, so in the end only those wait that were taken into the queue.
        await Eventually.TrueAsync(() => notices.Count(notice => !notice.IsCompleted) <= QueueLength + 2);
        var refused = notices.Where(notice => notice.IsFaulted).ToArray();
        Assert.All(refused, notice =>
        {
            var exception = Assert.IsType<RpcException>(notice.Exception!.InnerException);
            Assert.Equal((StatusCode.ResourceExhausted, "OUTBOUND_QUEUE_FULL"), (exception.StatusCode, Shop.ReasonOf(exception)));
        });
        Assert.Contains(notices, notice => !notice.IsCompleted);

        // What was taken arrives once the phone reads again, and nothing of what was refused.
        deaf.ResumeReading();
        for (var i = 0; i < Flood - refused.Length; i++)
            Assert.Equal(text.Length, (await deaf.NextAsync<TextLine>()).Text.Length);
        await Eventually.TrueAsync(() => notices.All(notice => notice.IsCompleted));
        await deaf.SayAsync(Room, "# echo 다시", "1");
        Assert.Equal("에코: 다시", (await deaf.NextAsync<TextLine>()).Text);
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
            await AskAsync(other, "2", 100);
            var after = await server.Shop.StatusAsync();
            return after.LinesReceived > QueueLength + RoomCapacity && after.LinesReceived - before.LinesReceived == 100;
        });

        // Replies in the queue, questions in the lane, one in the session's hand, and what the sockets' buffers took of the replies.
        var full = await server.Shop.StatusAsync();
        Assert.False(asking.IsCompleted);
        Assert.InRange(full.QueuedCommands + full.RunningCommands, 0, RoomCapacity);
        Assert.InRange(full.LinesReceived, QueueLength, Questions / 2);

        deaf.ResumeReading();
        await asking.DefaultTimeout();
        for (var i = 0; i < Questions; i++)
            Assert.StartsWith($"에코: {i} ", (await deaf.NextAsync<TextLine>()).Text, StringComparison.Ordinal);
    }

    private static async Task AskAsync(FakePhone phone, string channel, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var question = i.ToString(CultureInfo.InvariantCulture);
            await phone.SayAsync(Room, $"# echo {question}", channel);
            Assert.Equal($"에코: {question}", (await phone.NextAsync<TextLine>()).Text);
        }
    }
}
