using Domaeka.Core.Scheduling;
using Domaeka.TestKit;
using Domaeka.TestKit.MariaDb;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;

namespace Domaeka.Storage.Tests.MariaDb;

/// <summary>How changes of the shop's rows are noticed.</summary>
public sealed class MariaDbScheduleFeedTests : IAsyncLifetime
{
    private const string Row =
        "INSERT INTO kb_schedule (id, target_bot_name, target_room_id, message_text, schedule_type, schedule_date, schedule_time, status) VALUES ";

    private readonly MariaDbFixture _fixture = new();

    public Task InitializeAsync() => _fixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task ReadChangesAsync_TransactionThatCommitsLate_IsToldThoughItsNumberWasPassed()
    {
        var store = _fixture.Services.GetRequiredService<IScheduleStore>();
        var position = await store.ReadChangePositionAsync(default).DefaultTimeout();
        await using var slow = await _fixture.Database.OpenAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var insert = new MySqlCommand(Row + "(1, 'b', 'r', 'x', 'daily', NULL, '19:00', 'active')", slow, transaction))
            await insert.ExecuteNonQueryAsync();
        await _fixture.ExecuteAsync(Row + "(2, 'b', 'r', 'x', 'daily', NULL, '19:00', 'active')");

        var first = await store.ReadChangesAsync(position, 10, default).DefaultTimeout();
        await transaction.CommitAsync();
        var second = await store.ReadChangesAsync(first[^1].Position, 10, default).DefaultTimeout();

        Assert.Equal([2L], first.Select(change => change.ScheduleId));
        Assert.Equal([1L], second.Select(change => change.ScheduleId));
        Assert.Equal(first[^1].Position, second[^1].Position);
    }

    [Fact]
    public async Task ReadChangesAsync_TransactionOpenWhenTheServerStarted_IsTold()
    {
        await _fixture.ExecuteAsync(Row + "(1, 'b', 'r', 'x', 'daily', NULL, '19:00', 'active')");
        await using var slow = await _fixture.Database.OpenAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var insert = new MySqlCommand(Row + "(2, 'b', 'r', 'x', 'daily', NULL, '19:00', 'active')", slow, transaction))
            await insert.ExecuteNonQueryAsync();
        await _fixture.ExecuteAsync(Row + "(3, 'b', 'r', 'x', 'daily', NULL, '19:00', 'active')");

        var store = _fixture.Services.GetRequiredService<IScheduleStore>();
        var position = await store.ReadChangePositionAsync(default).DefaultTimeout();
        await transaction.CommitAsync();

        Assert.Equal([2L], (await store.ReadChangesAsync(position, 10, default).DefaultTimeout()).Select(change => change.ScheduleId));
    }

    [Fact]
    public async Task ReadChangesAsync_AccountThatMayMakeNoTriggers_ComparesTheRows()
    {
        await using var database = await TestDatabase.CreateAsync();
        var user = $"u{Guid.NewGuid():N}"[..20];
        await database.ExecuteAsync(
            $"""
            CREATE USER {user}@'%' IDENTIFIED BY 'secret';
            GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, DROP ON {database.Name}.* TO {user}@'%';
            """);
        try
        {
            await RunWithoutTriggersAsync(database, user);
        }
        finally
        {
            await database.ExecuteAsync($"DROP USER {user}@'%'");
        }
    }

    private static async Task RunWithoutTriggersAsync(TestDatabase database, string user)
    {
        using var host = await StorageHost.StartAsync(options =>
        {
            options.Provider = "mariadb";
            options.ConnectionString = new MySqlConnectionStringBuilder(database.ConnectionString) { UserID = user, Password = "secret" }.ConnectionString;
        }).DefaultTimeout();
        var store = host.Services.GetRequiredService<IScheduleStore>();
        await database.ExecuteAsync(Row + "(1, 'b', 'r', 'x', 'daily', NULL, '19:00', 'active'), (2, 'b', 'r', 'x', 'daily', NULL, '19:00', 'inactive')");
        var position = await store.ReadChangePositionAsync(default).DefaultTimeout();
        Assert.Empty(await store.ReadChangesAsync(position, 10, default).DefaultTimeout());

        async Task<IEnumerable<long>> NextAsync()
        {
            var changes = await store.ReadChangesAsync(position, 10, default).DefaultTimeout();
            position = changes.Count > 0 ? changes[^1].Position : position;
            return changes.Select(change => change.ScheduleId).Order();
        }

        await database.ExecuteAsync("UPDATE kb_schedule SET last_sent_at = now(), send_count = 3, message_text = 'new'");
        Assert.Empty(await NextAsync());
        await database.ExecuteAsync("UPDATE kb_schedule SET schedule_time = '20:00' WHERE id = 1");
        Assert.Equal([1L], await NextAsync());
        await database.ExecuteAsync("UPDATE kb_schedule SET status = 'active'");
        Assert.Equal([2L], await NextAsync());
        await database.ExecuteAsync("UPDATE kb_schedule SET status = 'cancelled' WHERE id = 1");
        await database.ExecuteAsync(Row + "(3, 'b', 'r', 'x', 'daily', NULL, '19:00', 'active')");
        Assert.Equal([1L, 3L], await NextAsync());

        Assert.NotNull(await store.UpdateAsync(2, new ScheduleUpdate { Status = ScheduleStatus.Inactive }, Samples.Now, default).DefaultTimeout());
        Assert.Equal([2L], await NextAsync());
        var resumed = await store.UpdateAsync(2, new ScheduleUpdate { Status = ScheduleStatus.Active }, Samples.Now, default).DefaultTimeout();
        Assert.Equal(Samples.Now, resumed!.ResumedAt);
        await store.RecordSkipsAsync([new ScheduleSkip(2, Samples.Now, ScheduleSkipReason.Missed, "", Samples.Now)], default).DefaultTimeout();
        Assert.True(await store.DeleteAsync(2, default).DefaultTimeout());
        Assert.Empty(await store.ListRunsAsync(2, long.MaxValue, 10, default).DefaultTimeout());
    }
}
