using System.Reflection;
using Domaeka.Core.Chat;
using Domaeka.Storage.Sqlite;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests.Sqlite;

/// <summary>How SQLite goes about lists and purges of the chat log: row by row in the order that is wanted, and by nothing but numbers and the index.</summary>
public sealed class SqliteChatPlanTests : IAsyncLifetime
{
    private static readonly ChatLogQuery Everything = new()
    {
        BotName = "A",
        ChannelId = "1",
        Sender = "s",
        Text = "t",
        IsOurBotResponse = true,
        From = Samples.Now,
        Before = Samples.Now,
    };

    private readonly SqliteFixture _fixture = new();

    public Task InitializeAsync() => _fixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task ToSql_WithoutRoom_GoesByTheNumbersAlone()
    {
        foreach (var query in new[] { new(), Everything with { ChannelId = null }, Everything })
        {
            Assert.Equal(
                ["SEARCH line USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"],
                await ExplainAsync(SqliteChatList.ToSql(query, fromIndex: false)));
        }
    }

    [Fact]
    public async Task ToSql_OfRoom_GoesByTheIndexAndSortsNothing()
    {
        foreach (var query in new[] { new() { BotName = "A", ChannelId = "1" }, Everything })
        {
            Assert.Equal(
                [
                    "SEARCH room USING PRIMARY KEY (channel_id=? AND bot_name=? AND chat_id>? AND chat_id<?)",
                    "SEARCH line USING INTEGER PRIMARY KEY (rowid=?)",
                ],
                await ExplainAsync(SqliteChatList.ToSql(query, fromIndex: true)));
        }
    }

    [Theory]
    [InlineData("SelectIndexed", typeof(SqliteChatPurge))]
    [InlineData("SelectWaiting", typeof(SqliteChatPurge))]
    [InlineData("DeleteLine", typeof(SqliteChatPurge))]
    [InlineData("DeleteIndexed", typeof(SqliteChatPurge))]
    [InlineData("SelectEnds", typeof(SqliteChatList))]
    [InlineData("SelectAt", typeof(SqliteChatList))]
    public async Task Statements_OfTheChatLog_ScanNoTableAndSortNothing(string name, Type type)
    {
        var sql = type.GetField(name, BindingFlags.NonPublic | BindingFlags.Static)?.GetRawConstantValue();

        var plan = await ExplainAsync(Assert.IsType<string>(sql));

        Assert.Contains(plan, step => step.StartsWith("SEARCH", StringComparison.Ordinal));
        Assert.All(plan.Where(step => step.StartsWith("SCAN", StringComparison.Ordinal)), step => Assert.Equal("SCAN CONSTANT ROW", step));
        Assert.DoesNotContain(plan, step => step.StartsWith("USE TEMP B-TREE", StringComparison.Ordinal));
    }

    // Older and newer versions of SQLite differ in words.
    private async Task<List<string>> ExplainAsync(string sql)
    {
        var database = ((SqliteBackend)_fixture.Services.GetRequiredService<IStorageBackend>()).Database;
        var plan = await database.ReadAsync(session => session.Statement("EXPLAIN QUERY PLAN " + sql).List(row => row.Text(3) ?? ""), default)
            .DefaultTimeout();
        return [.. plan.Select(step => step
            .Replace(" TABLE ", " ", StringComparison.Ordinal)
            .Replace("kb_chat_logs AS line", "line", StringComparison.Ordinal)
            .Replace("dk_chat_index AS room", "room", StringComparison.Ordinal)
            .Replace(" LEFT-JOIN", "", StringComparison.Ordinal))];
    }
}
