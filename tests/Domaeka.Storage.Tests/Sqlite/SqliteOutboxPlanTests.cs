using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Storage.Sqlite;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests.Sqlite;

/// <summary>How SQLite goes about a list: no plan may look through a table or sort more than a page.</summary>
public sealed class SqliteOutboxPlanTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    public static TheoryData<bool, bool, bool, bool, bool> Combinations
    {
        get
        {
            var data = new TheoryData<bool, bool, bool, bool, bool>();
            for (var bits = 0; bits < 32; bits++)
            {
                if ((bits & 3) != 2)
                    data.Add((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0);
            }

            return data;
        }
    }

    public Task InitializeAsync() => _fixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory]
    [MemberData(nameof(Combinations))]
    public async Task ToSql_EveryCombination_SearchesAnIndexAndSortsNothingButThePage(bool bot, bool channel, bool state, bool schedule, bool created)
    {
        var query = new OutboxQuery
        {
            BotName = bot ? "A" : null,
            ChannelId = channel ? "1" : null,
            State = state ? DeliveryState.Confirmed : null,
            ScheduleId = schedule ? 1 : null,
            CreatedFrom = created ? Samples.Now : null,
            CreatedBefore = created ? Samples.Now : null,
        };

        var plan = await ExplainAsync(SqliteOutboxList.ToSql(query, endStates: 5));

        // Only rows that were found already may be scanned, and only the numbers of those be sorted.
        var tables = plan.Where(step => step.Contains("dk_outbox", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(tables);
        Assert.All(tables, step => Assert.StartsWith("SEARCH dk_outbox USING ", step, StringComparison.Ordinal));
        Assert.All(
            plan.Where(step => step.StartsWith("SCAN", StringComparison.Ordinal)),
            step => Assert.Matches(@"^SCAN (SUBQUERY \d|\(subquery-\d|found)", step));
        Assert.All(
            plan.Zip(plan.Skip(1)).Where(pair => pair.Second.StartsWith("USE TEMP B-TREE", StringComparison.Ordinal)),
            pair => Assert.StartsWith("SCAN ", pair.First, StringComparison.Ordinal));

        // Those on their way may be looked through, but in the index alone.
        if (!created)
            Assert.DoesNotContain(plan, step => step.Contains("USING INDEX idx_dk_outbox_pending", StringComparison.Ordinal));

        // Every index is used down to the number, so that a later page costs no more than the first.
        Assert.All(tables.Where(step => !step.Contains("rowid=?", StringComparison.Ordinal)), step => Assert.Matches(@"(rowid|seq)>\? AND (rowid|seq)<\?\)$", step));
    }

    [Theory]
    [InlineData("SelectEndStates", typeof(SqliteOutboxList))]
    [InlineData("SelectAt", typeof(SqliteOutboxTime))]
    [InlineData("SelectPending", typeof(SqliteOutboxStore))]
    [InlineData("SelectEnded", typeof(SqliteOutboxStore))]
    [InlineData("DeleteRequests", typeof(SqliteOutboxStore))]
    public async Task Statements_OfTheStore_ScanNoTableAndSortNothing(string name, Type type)
    {
        var field = type.GetField(name, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static);

        var plan = await ExplainAsync(Assert.IsType<string>(field?.GetRawConstantValue()));

        Assert.All(
            plan.Where(step => step.StartsWith("SCAN", StringComparison.Ordinal)), step => Assert.Matches(@"^SCAN (words|CONSTANT ROW|SUBQUERY \d|\(subquery-\d)", step));
        Assert.DoesNotContain(plan, step => step.StartsWith("USE TEMP B-TREE", StringComparison.Ordinal));
    }

    // Older and newer versions of SQLite differ in a word.
    private async Task<List<string>> ExplainAsync(string sql)
    {
        var database = ((SqliteBackend)_fixture.Services.GetRequiredService<IStorageBackend>()).Database;
        return await database.ReadAsync(session => session.Statement("EXPLAIN QUERY PLAN " + sql).List(row => (row.Text(3) ?? "").Replace(" TABLE ", " ", StringComparison.Ordinal)), default)
            .DefaultTimeout();
    }
}
