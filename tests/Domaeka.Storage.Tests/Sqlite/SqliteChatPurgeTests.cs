using Domaeka.Core.Chat;
using Domaeka.Storage.Tests.Contract;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests.Sqlite;

public sealed class SqliteChatPurgeTests() : ChatLogPurgeContract(new SqliteFixture())
{
    private readonly SqliteFixture _fixture = new();

    private IChatLogStore ChatLog => _fixture.Services.GetRequiredService<IChatLogStore>();

    [Fact]
    public async Task PurgeAsync_IndexedLines_LeaveTheIndexToo()
    {
        await using var fixture = _fixture;
        await StartWithDaysAsync(5_000);

        Assert.Equal(1_000, await PurgeAsync(1_000));

        Assert.Equal("4000", await _fixture.ReadTextAsync("SELECT count(*) FROM dk_chat_index"));
        Assert.Equal("4000", await _fixture.ReadTextAsync("SELECT count(*) FROM kb_chat_logs"));
        Assert.Equal("1001", await _fixture.ReadTextAsync("SELECT min(chat_id) FROM dk_chat_index"));
    }

    [Fact]
    public async Task PurgeAsync_LinesThatAnotherHasDeleted_LeaveTheIndex()
    {
        await using var fixture = _fixture;
        await StartWithDaysAsync(5_000);
        await _fixture.ExecuteAsync("DELETE FROM kb_chat_logs WHERE id <= 300");

        Assert.Equal(300, await PurgeAsync(0));

        Assert.Equal("4700", await _fixture.ReadTextAsync("SELECT count(*) FROM dk_chat_index"));
    }

    [Fact]
    public async Task PurgeAsync_TimeIsNullOrUnreadable_LineStays()
    {
        await using var fixture = _fixture;
        await StartWithDaysAsync(10);
        await _fixture.ExecuteAsync("UPDATE kb_chat_logs SET server_timestamp = NULL WHERE id = 3");

        Assert.Equal(4, await PurgeAsync(5));

        Assert.Equal("1", await _fixture.ReadTextAsync("SELECT count(*) FROM kb_chat_logs WHERE id = 3"));
    }

    private async Task StartWithDaysAsync(int lines)
    {
        await _fixture.StartAsync();
        await ChatLog.AppendAsync([.. Enumerable.Range(0, lines).Select(hour => Samples.Entry("x", At(hour)))], default).DefaultTimeout();
    }

    private Task<int> PurgeAsync(int beforeHour) => ChatLog.PurgeAsync(Samples.RoomKey, At(beforeHour), 1_000, default).DefaultTimeout();

    private static DateTimeOffset At(int hour) => Samples.Now.AddHours(hour);
}
