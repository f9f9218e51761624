using Domaeka.Core.Chat;
using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Storage.MariaDb;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests.MariaDb;

/// <summary>How the server goes about a list: no plan may look through a table or sort more than a page.</summary>
public sealed class MariaDbPlanTests : IAsyncLifetime
{
    private readonly MariaDbFixture _fixture = new();

    public async Task InitializeAsync()
    {
        await _fixture.StartAsync();
        var outbox = _fixture.Services.GetRequiredService<IOutboxStore>();
        for (var batch = 0; batch < 5; batch++)
        {
            var stored = await outbox.ApplyAsync([.. Enumerable.Range(0, 500).Select(number => OutboxSamples.Insert($"m{batch}/{number}"))], default);
            await outbox.ApplyAsync([.. stored.Skip(5).Select(result => OutboxSamples.End(result.Sequence, DeliveryState.Confirmed))], default);
        }
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task ToSql_EveryCombinationOfFilters_SearchesAnIndexAndSortsNothingButThePage()
    {
        for (var bits = 0; bits < 32; bits++)
        {
            if ((bits & 3) == 2)
                continue;

            var query = new OutboxQuery
            {
                BotName = (bits & 1) != 0 ? "LOA.i" : null,
                ChannelId = (bits & 2) != 0 ? "18429813" : null,
                State = (bits & 4) != 0 ? DeliveryState.Confirmed : null,
                ScheduleId = (bits & 8) != 0 ? 1 : null,
                CreatedFrom = (bits & 16) != 0 ? Samples.Now : null,
                CreatedBefore = (bits & 16) != 0 ? Samples.Now.AddDays(1) : null,
            };

            var plan = await ExplainAsync(MariaDbOutboxList.ToSql(query, 0, long.MaxValue, ["confirmed", "failed"]));

            var branches = plan.Where(step => step.Contains("|dk_outbox|", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(branches);
            Assert.All(branches, step => Assert.Matches(@"\|dk_outbox\|(range|ref|eq_ref)\|", step));
            Assert.All(branches, step => Assert.DoesNotContain("filesort", step, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(true, "idx_kb_chat_logs_room")]
    [InlineData(false, "PRIMARY")]
    public async Task ToSql_ChatList_GoesThroughAnIndexBackwards(bool ofRoom, string index)
    {
        var query = new ChatLogQuery { BotName = ofRoom ? "LOA.i" : null, ChannelId = ofRoom ? "18429813" : null, Sender = "x", Text = "y" };
        var database = ((MariaDbBackend)_fixture.Services.GetRequiredService<IStorageBackend>()).Database;
        var sql = new MariaDbChatList(null!, database.ChatTable, query, default).ToSql(0, long.MaxValue, 50)
            .Replace("@channel", "'18429813'", StringComparison.Ordinal).Replace("@bot", "'LOA.i'", StringComparison.Ordinal)
            .Replace("@sender", "'x'", StringComparison.Ordinal).Replace("@text", "'y'", StringComparison.Ordinal);

        var step = Assert.Single(await ExplainAsync(sql));

        Assert.Contains($"|{index}|", step, StringComparison.Ordinal);
        Assert.DoesNotContain("filesort", step, StringComparison.Ordinal);
    }

    private async Task<List<string>> ExplainAsync(string sql)
    {
        await using var connection = await _fixture.Database.OpenAsync();
        await using var command = new MySqlConnector.MySqlCommand("EXPLAIN " + sql, connection);
        await using var reader = await command.ExecuteReaderAsync().DefaultTimeout();
        var steps = new List<string>();
        while (await reader.ReadAsync().DefaultTimeout())
            steps.Add("|" + string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "" : reader.GetValue(column))) + "|");
        return steps;
    }
}
