using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Events;
using Domaeka.Core.Outbox;
using Domaeka.Core.Storage;
using Domaeka.TestKit;
using Domaeka.TestKit.MariaDb;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Domaeka.Storage.Tests.MariaDb;

/// <summary>A server of its own that is killed, held and started again under the stores. They must say so, and go on by themselves.</summary>
public sealed class MariaDbServerTroubleTests : IAsyncLifetime
{
    private PrivateMariaDb _server = null!;
    private TestDatabase _database = null!;
    private IHost _host = null!;

    private IChatLogStore ChatLog => _host.Services.GetRequiredService<IChatLogStore>();

    private IOutboxStore Outbox => _host.Services.GetRequiredService<IOutboxStore>();

    private IStorageHealth Health => _host.Services.GetRequiredService<IStorageHealth>();

    public async Task InitializeAsync()
    {
        _server = await PrivateMariaDb.StartAsync();
        _database = await TestDatabase.CreateAsync(_server.ConnectionString);
        _host = await StorageHost.StartAsync(options =>
        {
            options.Provider = "mariadb";
            options.ConnectionString = _database.ConnectionString + ";Default Command Timeout=2;Connection Timeout=2";
            options.BusyTimeout = TimeSpan.FromSeconds(1);
            options.HealthTimeout = TimeSpan.FromSeconds(1);
        });
    }

    public async Task DisposeAsync()
    {
        await ((IAsyncDisposable)_host).DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Stores_ServerKilledAndStartedAgain_SayUnavailableAndGoOnWithEverythingThatWasCommitted()
    {
        await ChatLog.AppendAsync([Samples.Entry("before")], default).DefaultTimeout();
        await Outbox.ApplyAsync([OutboxSamples.Insert("m1")], default).DefaultTimeout();

        await _server.KillAsync();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => ChatLog.AppendAsync([Samples.Entry("lost")], default)).DefaultTimeout();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Outbox.ApplyAsync([OutboxSamples.Insert("m2")], default)).DefaultTimeout();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Outbox.LoadPendingAsync(0, 10, default)).DefaultTimeout();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Health.CheckAsync(default)).DefaultTimeout();
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => _host.Services.GetRequiredService<IApprovalChangeProbe>().ReadStampAsync(default)).DefaultTimeout();
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => _host.Services.GetRequiredService<IDeviceStore>().AddIfMissingAsync(Samples.Device(), default)).DefaultTimeout();
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => _host.Services.GetRequiredService<IEventStore>().ReadBoundsAsync(default)).DefaultTimeout();

        await _server.RestartAsync();
        await Health.CheckAsync(default).DefaultTimeout();
        await ChatLog.AppendAsync([Samples.Entry("after")], default).DefaultTimeout();
        await Outbox.ApplyAsync([OutboxSamples.Insert("m3")], default).DefaultTimeout();

        Assert.Equal(["after", "before"], (await ChatLog.ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout()).Select(line => line.Message));
        Assert.Equal(["m1", "m3"], (await Outbox.LoadPendingAsync(0, 10, default).DefaultTimeout()).Select(header => header.Id));
    }

    [Fact]
    public async Task Stores_ServerRestartedBetweenTwoCalls_NoticeNothing()
    {
        await ChatLog.AppendAsync([Samples.Entry("before")], default).DefaultTimeout();
        Assert.Single(await ChatLog.ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout());

        await _server.KillAsync();
        await _server.RestartAsync();

        await ChatLog.AppendAsync([Samples.Entry("after")], default).DefaultTimeout();
        Assert.Equal(2, (await ChatLog.ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout()).Count);
    }

    [Fact]
    public async Task AppendAsync_ServerKilledAgainAndAgain_EveryBatchIsThereOnceThoughItWasTriedAgain()
    {
        using var stop = new CancellationTokenSource();
        var appended = 0;
        var writer = Task.Run(async () =>
        {
            for (; !stop.IsCancellationRequested; appended++)
            {
                IReadOnlyList<ChatLogEntry> batch = [Samples.Entry($"{appended}/0"), Samples.Entry($"{appended}/1")];
                while (!await TryAsync(() => ChatLog.AppendAsync(batch, default)))
                    await Task.Delay(20);
            }
        });
        var changes = 0;
        await Outbox.ApplyAsync([OutboxSamples.Insert("m1")], default).DefaultTimeout();
        var sender = Task.Run(async () =>
        {
            for (; !stop.IsCancellationRequested; changes++)
            {
                // The same change once more, as the journal does it.
                var change = OutboxSamples.Update(1, DeliveryState.Queued) with { OwnLine = Samples.Entry($"own {changes}") with { IsOurBotResponse = true } };
                while (!await TryAsync(() => Outbox.ApplyAsync([change], default)))
                    await Task.Delay(20);
            }
        });

        for (var kill = 0; kill < 4; kill++)
        {
            var (before, sent) = (Volatile.Read(ref appended), Volatile.Read(ref changes));
            await Eventually.TrueAsync(() => Volatile.Read(ref appended) > before + 20 && Volatile.Read(ref changes) > sent + 20);
            await _server.KillAsync();
            await _server.RestartAsync();
        }

        await stop.CancelAsync();
        await Task.WhenAll(writer, sender).DefaultTimeout();

        Assert.Equal([$"{(2 * appended) + changes}"], await _database.QueryAsync("SELECT count(*) FROM kb_chat_logs"));
        Assert.Empty(await _database.QueryAsync("SELECT message FROM kb_chat_logs GROUP BY message HAVING count(*) <> 1"));
        Assert.Equal([$"{changes + 1}"], await _database.QueryAsync("SELECT count(*) FROM dk_events"));
    }

    [Fact]
    public async Task Stores_ServerHeld_TimeOutAndGoOnWhenItDoes()
    {
        await Health.CheckAsync(default).DefaultTimeout();

        await _server.SuspendAsync();
        try
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => Health.CheckAsync(default)).DefaultTimeout();
            await Assert.ThrowsAsync<StorageUnavailableException>(() => Outbox.LoadPendingAsync(0, 10, default)).DefaultTimeout();
        }
        finally
        {
            await _server.ResumeAsync();
        }

        await Eventually.TrueAsync(() => TryAsync(() => Health.CheckAsync(default)));
        Assert.Single(await Outbox.ApplyAsync([OutboxSamples.Insert("m1")], default).DefaultTimeout());
    }

    [Fact]
    public async Task Stores_ConnectionsEndedByAnAdministrator_GoOnWithNewOnes()
    {
        await ChatLog.AppendAsync([Samples.Entry("before")], default).DefaultTimeout();
        await ChatLog.ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout();
        foreach (var id in await _database.QueryAsync("SELECT id FROM information_schema.processlist WHERE id <> connection_id() AND command <> 'Daemon'"))
            await _database.ExecuteAsync($"KILL {id}");

        await ChatLog.AppendAsync([Samples.Entry("after")], default).DefaultTimeout();

        Assert.Equal(2, (await ChatLog.ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout()).Count);
    }

    [Fact]
    public async Task Stores_ReadOnlyServerOrRightsTakenAway_SayUnavailableUntilTheyAreBack()
    {
        await _database.ExecuteAsync(
            $"""
            CREATE USER app@'127.0.0.1' IDENTIFIED BY 'secret';
            GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP, TRIGGER ON {_database.Name}.* TO app@'127.0.0.1';
            """);
        using var host = await StorageHost.StartAsync(options =>
        {
            options.Provider = "mysql";
            options.ConnectionString = $"Server=127.0.0.1;Port={_server.Port};Database={_database.Name};User ID=app;Password=secret";
        }).DefaultTimeout();
        var health = host.Services.GetRequiredService<IStorageHealth>();
        await health.CheckAsync(default).DefaultTimeout();

        await _database.ExecuteAsync("SET GLOBAL read_only = 1");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => health.CheckAsync(default)).DefaultTimeout();
        await _database.ExecuteAsync("SET GLOBAL read_only = 0");
        await health.CheckAsync(default).DefaultTimeout();

        await _database.ExecuteAsync("ALTER USER app@'127.0.0.1' ACCOUNT LOCK");
        foreach (var id in await _database.QueryAsync("SELECT id FROM information_schema.processlist WHERE user = 'app'"))
            await _database.ExecuteAsync($"KILL {id}");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => health.CheckAsync(default)).DefaultTimeout();
        await _database.ExecuteAsync("ALTER USER app@'127.0.0.1' ACCOUNT UNLOCK");
        await health.CheckAsync(default).DefaultTimeout();
    }

    private static async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work().DefaultTimeout();
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }
}
