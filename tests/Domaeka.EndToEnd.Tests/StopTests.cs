using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests;

/// <summary>SIGTERM, as systemd and containers send it.</summary>
public sealed class StopTests
{
    private const string Room = "공동구매방";
    private const int Window = 16;

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
        await using var server = await DomaekaServer.StartAsync(data.Path);
        await using var deaf = await server.AdmitAsync(new PhoneProfile { BotName = "안 읽는 봇" }, Room, "1", receiveBufferBytes: 4096);
        await using var phone = await server.AdmitAsync(new PhoneProfile { BotName = "읽는 봇" }, Room, "2");
        deaf.StopReading();
        var flood = new NoticeFlood(deaf.Profile.BotName, "1", length: 20_000);
        await flood.SendAsync(server, 200);
        await phone.AskAsync(Room, "2", 20);
        server.Program.Terminate();

        Assert.Equal(0, await server.Program.WaitForExitAsync());
        await phone.Closed.DefaultTimeout();
        Assert.Equal(TimeSpan.FromSeconds(60), Assert.Single(phone.Received.OfType<ServerShutdownLine>()).ReconnectAfter);

        // Of what was under way nobody knows, and that is what is recorded; the rest waits.
        using var database = Database.Open(data.Path);
        var states = database.Read("SELECT state FROM dk_outbox WHERE is_sending = 0");
        Assert.Equal(flood.Texts.Count, states.Count);
        Assert.Equal(["queued", "uncertain"], states.Distinct().Order());
        Assert.InRange(states.Count(state => state == "uncertain"), 1, Window);
    }

    [Fact]
    public async Task Terminate_NoticesUnderWay_WaitsForTheirConfirmationAndKeepsTheRest()
    {
        const int Notices = 200;
        using var data = new TempDirectory();
        var profile = new PhoneProfile { BotName = "느긋한 봇" };
        PhoneRecord record;
        var flood = new NoticeFlood(profile.BotName, "1", length: 30);
        await using (var server = await DomaekaServer.StartAsync(data.Path))
        {
            await using var phone = await server.AdmitAsync(profile, Room, "1");
            record = phone.Record;
            phone.HoldsPings = true;
            await flood.SendAsync(server, Notices);
            await record.WaitForTextsAsync(Window).DefaultTimeout();
            server.Program.Terminate();
            await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).Draining);

            // From the next answer on nothing more is sent.
            phone.HoldsPings = false;
            await phone.AnswerHeldPingsAsync();
            Assert.Equal(0, await server.Program.WaitForExitAsync());
            await phone.Closed.DefaultTimeout();
            Assert.Single(phone.Received.OfType<ServerShutdownLine>());
        }

        var before = record.Texts.Count;
        Assert.InRange(before, Window, Notices - 1);
        using (var database = Database.Open(data.Path))
        {
            var states = database.Read("SELECT state FROM dk_outbox WHERE is_sending = 0 ORDER BY seq");
            Assert.Equal(Enumerable.Repeat("confirmed", before).Concat(Enumerable.Repeat("queued", Notices - before)), states);
        }

        await using (var server = await DomaekaServer.StartAsync(data.Path))
        {
            await using var phone = await FakePhone.ConnectAsync(server.TcpPort, profile, record: record);
            await phone.HandshakeAsync();
            await NoticeJudge.WaitForEndsAsync(data.Path);
            await server.StopAsync();
        }

        Assert.Equal(flood.Texts, record.Texts);
        Assert.Equal(new NoticeVerdict(Notices, 0, 0), NoticeJudge.Judge(data.Path, flood.Accepted, record.Texts));
    }

    [Fact]
    public async Task Terminate_WhileCallersPush_LeavesNothingInDoubt()
    {
        const int Notices = 600;
        const int Stops = 3;
        using var data = new TempDirectory();
        await using (var first = await DomaekaServer.StartAsync(data.Path))
            await first.StopAsync();

        await using var storm = new NoticeStorm(data.Path, phones: 20, Notices, callers: 10);
        storm.Enrol();
        storm.Begin(phonesLoseTheirLinks: false);
        for (var stop = 0; stop < Stops; stop++)
        {
            await using var server = await DomaekaServer.StartAsync(data.Path);
            storm.Serve(server);
            await storm.RunUntilAsync(storm.Accepted + Random.Shared.Next(1, Notices / (Stops + 1)), milliseconds: 10_000);
            storm.Withdraw(server);
            await server.StopAsync();
        }

        await using (var last = await DomaekaServer.StartAsync(data.Path))
        {
            storm.Serve(last);
            await storm.FinishAsync();
            await last.StopAsync();
        }

        Assert.Equal(new NoticeVerdict(Notices, 0, 0), storm.Judge());
    }
}
