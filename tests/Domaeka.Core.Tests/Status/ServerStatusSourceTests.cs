using Domaeka.Core.Delivery;
using Domaeka.Core.Status;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Status;

public sealed class ServerStatusSourceTests
{
    [Fact]
    public async Task Read_FirstAskedLongAfterTheStart_TellsTheStart()
    {
        await using var core = await CoreFixture.StartAsync();
        var startedAt = core.Clock.GetUtcNow();

        core.Clock.Advance(TimeSpan.FromHours(3));

        Assert.Equal(startedAt, core.Get<IServerStatusSource>().Read().StartedAt);
    }

    [Fact]
    public async Task Read_AnswerWaitsForItsCommit_CountsAsQueued()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();
        core.ChatLog.Hold();
        await core.SayAsync(connection, "# echo 안녕");

        var status = core.Get<IServerStatusSource>();
        await Eventually.TrueAsync(() => status.Read() is { QueuedCommands: 1, RunningCommands: 0 });
        core.ChatLog.LetGo();

        await connection.NextTextAsync();
        await Eventually.TrueAsync(() => status.Read().QueuedCommands == 0);
    }

    [Fact]
    public async Task Read_MessageWaitsForItsPhone_CountsAsPendingUntilItsEnd()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var sender = core.Get<IMessageSender>();
        var status = core.Get<IServerStatusSource>();
        Assert.Equal(0, status.Read().PendingMessages);

        var sent = await sender.SendAsync(new SendRequest(CoreFixture.RoomKey, [new MessagePart(new TextContent("공지"))]), default);
        Assert.Equal(1, status.Read().PendingMessages);
        Assert.Equal(CancelOutcome.Cancelled, await sender.CancelAsync(sent.Message!.Header.Id, default));

        await Eventually.TrueAsync(() => status.Read().PendingMessages == 0);
    }
}
