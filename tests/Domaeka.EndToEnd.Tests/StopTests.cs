using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;

namespace Domaeka.EndToEnd.Tests;

/// <summary>SIGTERM, as systemd and containers send it.</summary>
public sealed class StopTests
{
    private const string Room = "공동구매방";
    private const int QueueLength = 20;

    [Fact]
    public async Task Terminate_CommandRuns_AnswersItThenTellsThePhones()
    {
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path);
        await using var phone = await server.AdmitAsync(new PhoneProfile { BotName = "대답할 봇" }, Room, "1");
        await using var pending = await server.ConnectAsync(new PhoneProfile { BotName = "기다리는 봇" });

        // A command has not answered before its line is committed, and that waits for whoever else writes.
        using (var writer = Database.Open(data.Path))
        {
            writer.Execute("BEGIN IMMEDIATE");
            await phone.SayAsync(Room, "# echo 마지막 질문", "1");
            await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).ChatLogBacklog > 0);
            server.Program.Terminate();
            await server.Program.WaitForOutputAsync("Stopping");
            Assert.DoesNotContain(phone.Received, line => line is TextLine or ServerShutdownLine);
            writer.Execute("COMMIT");
        }

        Assert.Equal(0, await server.Program.WaitForExitAsync());
        await phone.Closed.DefaultTimeout();
        var last = phone.Received.Where(line => line is TextLine or ServerShutdownLine).ToArray();
        Assert.Equal(2, last.Length);
        Assert.Equal("에코: 마지막 질문", Assert.IsType<TextLine>(last[0]).Text);
        Assert.Equal(TimeSpan.FromSeconds(60), Assert.IsType<ServerShutdownLine>(last[1]).ReconnectAfter);
        await pending.Closed.DefaultTimeout();
        Assert.Equal(TimeSpan.FromSeconds(60), Assert.Single(pending.Received.OfType<ServerShutdownLine>()).ReconnectAfter);
        using var database = Database.Open(data.Path);
        Assert.Contains("# echo 마지막 질문", database.Read("SELECT message FROM kb_chat_logs"));
        Assert.Contains("에코: 마지막 질문", database.Read("SELECT message FROM kb_chat_logs"));
        Assert.Equal(["stopped"], database.Read("SELECT status FROM kb_server_processes"));
    }

    [Fact]
    public async Task Terminate_PhoneDoesNotRead_EndsAllTheSame()
    {
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(data.Path, [$"--Tcp:OutboundQueueLength={QueueLength}"]);
        await using var deaf = await server.AdmitAsync(new PhoneProfile { BotName = "안 읽는 봇" }, Room, "1", receiveBufferBytes: 4096);
        await using var phone = await server.AdmitAsync(new PhoneProfile { BotName = "읽는 봇" }, Room, "2");
        deaf.StopReading();
        var flood = new NoticeFlood(server, deaf.Profile.BotName, "1", length: 20_000);
        await flood.FillAsync(() => phone.AskAsync(Room, "2", 100));
        var waiting = flood.Waiting;
        server.Program.Terminate();

        Assert.Equal(0, await server.Program.WaitForExitAsync());
        await phone.Closed.DefaultTimeout();
        Assert.Equal(TimeSpan.FromSeconds(60), Assert.Single(phone.Received.OfType<ServerShutdownLine>()).ReconnectAfter);
        await flood.SettleAsync();
        Assert.All(waiting, notice => Assert.False(notice.IsCompletedSuccessfully && notice.Result.Message.State == DeliveryState.Written));
    }
}
