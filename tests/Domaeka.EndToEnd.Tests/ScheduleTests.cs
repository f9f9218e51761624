using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests;

/// <summary>Notices that the shop's PHP plans: it writes rows of <c>kb_schedule</c> and nothing else.</summary>
public sealed class ScheduleTests
{
    private const string Bot = "testbot";

    [Theory]
    [InlineData(StoreOfTest.Sqlite)]
    [InlineData(StoreOfTest.MariaDb)]
    public async Task Row_InsertedByTheShop_GoesOutInTimeAndIsLogged(string provider)
    {
        await using var data = await StoreOfTest.CreateAsync(provider);
        await using var server = await DomaekaServer.StartAsync(data.Store);
        await using var phone = await server.AdmitAsync(new PhoneProfile { BotName = Bot }, "공동구매방", "1");
        using var shop = Database.Open(data.Store);
        var due = NextSecondIn(TimeSpan.FromSeconds(2));

        ShopSchedule.Insert(shop, Bot, due, "저녁 7시 마감입니다", """[{"base64":"AQ==","name":"1.png"},{"base64":"Ag==","name":"2.png"}]""", """[{"base64":"Aw==","name":"3.png"}]""");

        Assert.Equal("저녁 7시 마감입니다", (await phone.NextAsync<TextLine>()).Text);
        var shownAt = TimeProvider.System.GetUtcNow();
        Assert.Equal([[1], [2]], (await phone.NextAsync<MediaLine>()).Items.Select(item => item.Data.ToArray()));
        Assert.Equal([[3]], (await phone.NextAsync<MediaLine>()).Items.Select(item => item.Data.ToArray()));
        await WaitForLogsAsync(data.Store, 1);

        // It is shown behind its time, and soon, on however busy a machine.
        Assert.InRange(shownAt - due, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(
            ["success", "text,images_1,images_2", "저녁 7시 마감입니다", ShopSchedule.Wall(due)],
            Assert.Single(shop.ReadRows("SELECT status, send_components, sent_message_text, scheduled_at FROM kb_schedule_logs")));
        Assert.Equal(["completed", "1"], Assert.Single(shop.ReadRows("SELECT status, send_count FROM kb_schedule")));
        Assert.Equal(
            ["저녁 7시 마감입니다"], shop.Read("SELECT message FROM kb_chat_logs WHERE is_scheduled = 1 AND message LIKE '저녁%'"));
        await server.StopAsync();
    }

    [Fact]
    public async Task Kill_AtTheDueMoment_EachRowGoesOutOnce()
    {
        const int Rows = 40;
        const int Rounds = 3;
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.Sqlite);
        var profile = new PhoneProfile { BotName = Bot };
        var port = 0;
        await using var phone = new RoamingPhone(() => Volatile.Read(ref port), profile);
        await using (var server = await DomaekaServer.StartAsync(data.Store))
        {
            await (await server.AdmitAsync(profile, "공동구매방", "1")).DisposeAsync();
            await server.StopAsync();
        }

        for (var round = 1; round <= Rounds; round++)
        {
            await using var server = await DomaekaServer.StartAsync(data.Store);
            Volatile.Write(ref port, server.TcpPort);
            await server.Shop.WaitForLiveAsync(Bot, profile.DeviceId);
            var due = NextSecondIn(TimeSpan.FromSeconds(1));
            InsertMany(data.Store, due, round, Rows);
            var killAt = due.AddMilliseconds(Random.Shared.Next(-20, 150));
            await Eventually.TrueAsync(() => TimeProvider.System.GetUtcNow() >= killAt);
            server.Program.Kill();
            await server.Program.WaitForExitAsync();

            await using var next = await DomaekaServer.StartAsync(data.Store);
            Volatile.Write(ref port, next.TcpPort);
            await WaitForLogsAsync(data.Store, round * Rows);
            await next.StopAsync();
        }

        AssertSentOnce(data.Store, Rounds * Rows, phone.Record);
    }

    [Fact]
    public async Task Row_OfThreeProcessesOneKilledAtTheDueMoment_GoesOutOnce()
    {
        const int Rows = 30;
        const int Rounds = 3;
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        await using var cluster = await Cluster.StartAsync(data.Store, 3, Cluster.ShortLease);
        var profile = new PhoneProfile { BotName = Bot };
        await (await cluster[0].AdmitAsync(profile, "공동구매방", "1")).DisposeAsync();
        await using var phone = new RoamingPhone(() => cluster.Any()?.TcpPort ?? 0, profile);
        for (var round = 1; round <= Rounds; round++)
        {
            await cluster[0].Shop.WaitForLiveAsync(Bot, profile.DeviceId);
            var due = NextSecondIn(TimeSpan.FromSeconds(1));
            InsertMany(data.Store, due, round, Rows);

            // In the first round everybody lives.
            if (round > 1)
            {
                var killAt = due.AddMilliseconds(Random.Shared.Next(-20, 150));
                await Eventually.TrueAsync(() => TimeProvider.System.GetUtcNow() >= killAt);
                var victim = Random.Shared.Next(3);
                await cluster.KillAsync(victim);
                await WaitForLogsAsync(data.Store, round * Rows);
                await cluster.StartAsync(victim);
            }

            await WaitForLogsAsync(data.Store, round * Rows);
        }

        await cluster.StopAsync();
        AssertSentOnce(data.Store, Rounds * Rows, phone.Record);
    }

    /// <summary>Each row has fired once, and what is claimed of its notice is what the phone has shown.</summary>
    private static void AssertSentOnce(ServerStore store, int count, PhoneRecord record)
    {
        using var database = Database.Open(store);
        var sent = database.ReadRows("""
            SELECT o.id, s.message_text FROM kb_schedule s
            JOIN dk_schedule_runs r ON r.schedule_id = s.id
            JOIN dk_outbox o ON o.seq = r.message_seq
            """).ToDictionary(row => row[0], row => new NoticeAsked(row[1], AtMostOnce: false));
        Assert.Equal(count, sent.Count);
        Assert.Equal(["completed"], database.Read("SELECT DISTINCT status FROM kb_schedule"));
        Assert.Equal(count, database.Count("SELECT count(DISTINCT schedule_id) FROM kb_schedule_logs"));
        Assert.Equal(count, database.Count("SELECT count(*) FROM dk_schedule_runs"));
        var verdict = NoticeJudge.Judge(store, sent, record.Texts);
        Assert.Equal(
            verdict.Confirmed + verdict.ConfirmedBehindDoubt,
            database.Count("SELECT count(*) FROM kb_schedule_logs WHERE status = 'success'"));
    }

    private static void InsertMany(ServerStore store, DateTimeOffset due, int round, int rows)
    {
        using var shop = Database.Open(store);
        shop.Begin();
        for (var row = 0; row < rows; row++)
            ShopSchedule.Insert(shop, Bot, due, $"예약 {round}-{row}");
        shop.Execute("COMMIT");
    }

    private static DateTimeOffset NextSecondIn(TimeSpan time)
    {
        var later = TimeProvider.System.GetUtcNow() + time;
        return later.AddTicks(TimeSpan.TicksPerSecond - (later.Ticks % TimeSpan.TicksPerSecond));
    }

    private static async Task WaitForLogsAsync(ServerStore store, int count)
    {
        using var database = Database.Open(store);
        await Eventually.TrueAsync(() => Task.FromResult(database.Count("SELECT count(*) FROM kb_schedule_logs") == count));
    }
}
