using System.Collections.Concurrent;
using System.Globalization;
using Domaeka.EndToEnd.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Domaeka.EndToEnd.Tests;

/// <summary>A process is emptied while it serves: its phones go on with another one on the same database.</summary>
[Collection(AloneCollection.Name)]
public sealed class MigrationTests
{
    private const string Bot = "이사 봇";
    private const string Room = "공동구매방";

    [Fact]
    public async Task DrainServer_PhonesFollowUnderAStreamOfNotices_NothingIsLostOrTwice()
    {
        const int Phones = 50;
        const int PerSecond = 25;
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        await using var cluster = await Cluster.StartAsync(data.Store, 2, [.. Cluster.QuickLook, "--Migration:SettleTime=00:00:01"]);
        await EnrolAsync(data.Store, cluster, Phones);
        var phones = Enumerable.Range(0, Phones).Select(number => new RoamingPhone(() => cluster.PortOf(0), ProfileOf(number)) { FollowsMigration = true }).ToArray();
        await Eventually.TrueAsync(async () => (await cluster[0].Shop.StatusAsync()).LiveDevices == Phones);
        var accepted = new ConcurrentDictionary<string, NoticeAsked>();
        using var enough = new CancellationTokenSource();
        var stream = Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Run(() => PushAsync(cluster[caller % 2], caller, accepted, enough.Token))));
        await Eventually.TrueAsync(() => accepted.Count > Phones);

        var asked = TimeProvider.System.GetTimestamp();
        var answer = await cluster[0].Shop.Server.DrainServerAsync(new DrainServerRequest
        {
            MigrationTarget = new MigrationTarget { Host = "127.0.0.1", Port = cluster.PortOf(1) },
            PhonesPerSecond = PerSecond,
            MigrateAfter = Duration.FromTimeSpan(TimeSpan.FromSeconds(3)),
        });
        Assert.Equal(DrainPhase.Migrating, answer.Status.Drain.Phase);
        Assert.InRange(answer.ConnectionsTold, 1, Phones - 1);
        var progress = new List<DrainStatus>();
        await Eventually.TrueAsync(async () =>
        {
            progress.Add((await cluster[0].Shop.StatusAsync()).Drain);
            return progress[^1].Phase == DrainPhase.Drained;
        });
        Console.WriteLine($"{Phones} phones moved in {TimeProvider.System.GetElapsedTime(asked).TotalSeconds:0.0} s, {accepted.Count} notices so far.");
        await Eventually.TrueAsync(async () => (await cluster[1].Shop.StatusAsync()).LiveDevices == Phones);

        // The new one serves them alone for a while, and then for good.
        var before = accepted.Count;
        await Eventually.TrueAsync(() => accepted.Count > before + Phones);
        await enough.CancelAsync();
        await stream.DefaultTimeout();
        await NoticeJudge.WaitForEndsAsync(data.Store);
        await cluster[0].StopAsync();

        Assert.Equal((Phones, Phones, 0), (progress[^1].ConnectionsTold, progress[^1].ConnectionsClosed, progress[^1].ConnectionsRemaining));
        Assert.Equal(progress.Select(each => each.ConnectionsTold).Order(), progress.Select(each => each.ConnectionsTold));
        Assert.All(phones, phone => Assert.Equal(2, phone.Record.Connections));
        var verdict = NoticeJudge.Judge(data.Store, accepted, phones.SelectMany(phone => phone.Record.Texts));
        Console.WriteLine($"{accepted.Count} notices: {verdict}.");
        Assert.Equal(accepted.Count, verdict.Confirmed + verdict.ConfirmedBehindDoubt);
        foreach (var phone in phones)
            await phone.DisposeAsync();
    }

    [Fact]
    public async Task DrainServer_OfAnotherProcess_ClosesWhoStaysAndIsCancelledByName()
    {
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        await using var cluster = await Cluster.StartAsync(data.Store, 2, [.. Cluster.QuickLook, "--Migration:CloseGrace=00:00:01"]);
        await EnrolAsync(data.Store, cluster, 2);
        var server = cluster[0].Shop.Server;
        await using var phone = await cluster[1].ConnectAsync(ProfileOf(0));
        await cluster[0].Shop.WaitForLiveAsync(Bot, ProfileOf(0).DeviceId);
        var request = new DrainServerRequest
        {
            ProcessName = Cluster.NameOf(1),
            MigrationTarget = new MigrationTarget { Host = "127.0.0.1", Port = cluster.PortOf(0) },
            MigrateAfter = Duration.FromTimeSpan(TimeSpan.FromSeconds(1)),
        };

        var answer = await server.DrainServerAsync(request);

        Assert.Equal((1, DrainPhase.Serving), (answer.ConnectionsTold, answer.Status.Drain.Phase));
        Assert.Equal(new ServerMigrationLine("127.0.0.1", cluster.PortOf(0), TimeSpan.FromSeconds(1)), await phone.SentAway.DefaultTimeout());
        await phone.Closed.DefaultTimeout();
        Assert.Empty(phone.Received.OfType<ServerShutdownLine>());

        // Who comes anew is told at once, in front of the refusal.
        await using (var late = await FakePhone.ConnectAsync(cluster.PortOf(1), ProfileOf(1)))
        {
            Assert.False((await late.HandshakeAsync()).Success);
            Assert.Equal(TimeSpan.Zero, (await late.SentAway.DefaultTimeout()).MigrateAfter);
            await late.Closed.DefaultTimeout();
        }

        // A message that came meanwhile waits, and goes out where the phone turns up.
        var message = await cluster[1].Shop.SendTextAsync(Bot, ChannelOf(0), "이사했나요");
        await using (var moved = await cluster[0].ConnectAsync(ProfileOf(0)))
            Assert.Equal("이사했나요", (await moved.NextAsync<TextLine>()).Text);
        Assert.Equal(message.Name, (await cluster[0].Shop.GetAsync(message.Name)).Name);

        await server.CancelDrainAsync(new CancelDrainRequest { ProcessName = Cluster.NameOf(1) });
        await Eventually.TrueAsync(async () => !(await cluster[1].Shop.StatusAsync()).Draining);
        await using var back = await FakePhone.ConnectAsync(cluster.PortOf(1), ProfileOf(0));
        Assert.True((await back.HandshakeAsync()).Success);
        Assert.Equal(
            (StatusCode.NotFound, "PROCESS_NOT_FOUND"),
            await Shop.RefusalAsync(server.CancelDrainAsync(new CancelDrainRequest { ProcessName = "nobody" }).ResponseAsync));
        await cluster.StopAsync();
    }

    [Fact]
    public async Task Programs_ClientDrains_SamplePhoneFollows()
    {
        await using var data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        await using var cluster = await Cluster.StartAsync(data.Store, 2, Cluster.QuickLook);
        await EnrolAsync(data.Store, cluster, 1);
        var profile = ProfileOf(0);
        await using var phone = RunningProgram.Start(Programs.Phone,
        [
            "--server", $"127.0.0.1:{cluster.PortOf(0)}", "--bot", Bot, "--device", profile.DeviceId, "--key", profile.SecretKey!, "--salt", profile.Salt,
            "--room", Room, "--channel", ChannelOf(0), "--expect", "새 집에서", "--verbose",
        ]);
        await cluster[0].Shop.WaitForLiveAsync(Bot, profile.DeviceId);

        await using var client = RunningProgram.Start(Programs.Client,
        [
            "drain", "--to", $"127.0.0.1:{cluster.PortOf(1)}", "--rate", "10", "--migrate-after", "1", "--watch",
            "--address", cluster[0].GrpcAddress.ToString(), "--key-file", cluster[0].AdminKeyPath,
        ]);

        Assert.Equal(0, await client.WaitForExitAsync());
        Assert.Contains($"empty, 1 phones were told to go on with 127.0.0.1:{cluster.PortOf(1)}", client.Output.ToString(), StringComparison.Ordinal);
        await cluster[1].Shop.WaitForLiveAsync(Bot, profile.DeviceId);
        Assert.Equal(1, (await cluster[1].Shop.StatusAsync()).Connections);
        await cluster[0].Shop.SendTextAsync(Bot, ChannelOf(0), "새 집에서 만나요");
        Assert.Equal(0, await phone.WaitForExitAsync());
        await cluster.StopAsync();
    }

    private static async Task PushAsync(DomaekaServer server, int caller, ConcurrentDictionary<string, NoticeAsked> accepted, CancellationToken enough)
    {
        for (var number = 0; !enough.IsCancellationRequested; number++)
        {
            var asked = new NoticeAsked($"공지 {caller}-{number}", AtMostOnce: false);
            var message = await server.Shop.SendTextAsync(Bot, ChannelOf(number % 50), asked.Text);
            accepted[Shop.IdOf(message)] = asked;
        }
    }

    /// <summary>Lets the phones and their rooms in, as the web admin does, and waits until both processes have noticed.</summary>
    private static async Task EnrolAsync(ServerStore store, Cluster cluster, int phones)
    {
        using var database = Database.Open(store);
        database.Begin();
        for (var number = 0; number < phones; number++)
        {
            database.Execute(
                $"INSERT INTO kb_bot_devices (bot_name, device_id, status, client_version) VALUES ('{Bot}', '{ProfileOf(number).DeviceId}', 'approved', '3.3.3')");
            database.Execute(
                $"INSERT INTO kb_rooms (room_id, bot_name, device_id, room_name, status) VALUES ('{ChannelOf(number)}', '{Bot}', '{ProfileOf(number).DeviceId}', '방 {number}', 'approved')");
        }

        database.Execute("COMMIT");
        foreach (var number in cluster.Running)
        {
            await Eventually.TrueAsync(async () =>
                (await cluster[number].Shop.Rooms.ListRoomsAsync(new ListRoomsRequest { Bot = Bot, PageSize = 1000 })).Rooms.Count == phones);
        }
    }

    private static PhoneProfile ProfileOf(int number) => new()
    {
        BotName = Bot,
        DeviceId = $"moving-{number}",
        Version = number % 3 == 0 ? "3.2.1" : "3.3.3",
    };

    private static string ChannelOf(int number) => (9_000 + number).ToString(CultureInfo.InvariantCulture);
}
