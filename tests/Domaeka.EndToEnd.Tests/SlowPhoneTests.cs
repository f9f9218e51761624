using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Grpc.Core;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A phone that reads nothing while much is sent to it.</summary>
public sealed class SlowPhoneTests
{
    private const string Room = "공동구매방";
    private const int QueueLength = 50;
    private const int Length = 60_000;
    private const int RoomCapacity = 40;

    [Fact]
    public async Task PhoneThatDoesNotRead_FloodedByNotices_BoundsItsQueueAndHarmsNobody()
    {
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path, [$"--Tcp:OutboundQueueLength={QueueLength}"]);
        await using var deaf = await server.AdmitAsync(new PhoneProfile { BotName = "느린 봇" }, Room, "1", receiveBufferBytes: 4096);
        await using var other = await server.AdmitAsync(new PhoneProfile { BotName = "빠른 봇" }, Room, "2");
        deaf.StopReading();

        var flood = new NoticeFlood(server, deaf.Profile.BotName, "1", Length);
        await flood.FillAsync(() => other.AskAsync(Room, "2", 100));

        // One more than the queue holds may be in the writer's hand, with those that it flushes together with it.
        Assert.InRange(flood.Waiting.Length, 1, QueueLength + 2);
        var refused = flood.Refused;
        Assert.All(refused, notice =>
        {
            var exception = Assert.IsType<RpcException>(notice.Exception!.InnerException);
            Assert.Equal((StatusCode.ResourceExhausted, "OUTBOUND_QUEUE_FULL"), (exception.StatusCode, Shop.ReasonOf(exception)));
        });

        // What was taken arrives once the phone reads again, and nothing of what was refused.
        deaf.ResumeReading();
        for (var i = 0; i < flood.Count - refused.Length; i++)
            Assert.Equal(Length, (await deaf.NextAsync<TextLine>()).Text.Length);
        await flood.SettleAsync();
        Assert.Equal(refused.Length, flood.Refused.Length);
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
