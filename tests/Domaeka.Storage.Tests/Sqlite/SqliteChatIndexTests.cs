using System.Globalization;
using Domaeka.Core.Chat;
using Domaeka.Storage.Sqlite;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests.Sqlite;

/// <summary>The index that is kept up in bulk: where it stands, and that no list ever misses a row for it.</summary>
public sealed class SqliteChatIndexTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    private IChatLogStore ChatLog => _fixture.Services.GetRequiredService<IChatLogStore>();

    public Task InitializeAsync() => _fixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task AppendAsync_FewRows_StayOutsideTheIndexAndAreListed()
    {
        await AppendAsync(0, 4_095);

        Assert.Equal("0", await _fixture.ReadTextAsync("SELECT count(*) FROM dk_chat_index"));
        await AssertListedAsync(4_095);
    }

    [Fact]
    public async Task AppendAsync_ManyRows_EnterTheIndexAndAreListed()
    {
        await AppendAsync(0, 4_096);
        await AppendAsync(4_096, 100);

        Assert.Equal("4096", await _fixture.ReadTextAsync("SELECT count(*) FROM dk_chat_index"));
        await AssertListedAsync(4_196);
    }

    [Fact]
    public async Task AppendAsync_NewestRowsWereDeletedByAnother_TheirNumbersAreFoundForWhoHasThemNow()
    {
        await AppendAsync(0, 5_000);
        await _fixture.ExecuteAsync("DELETE FROM kb_chat_logs WHERE id > 1000");

        await AppendAsync(1_000, 10);

        await AssertListedAsync(1_010);
        await AppendAsync(1_010, 5_000);
        await AssertListedAsync(6_010);
    }

    [Fact]
    public async Task AppendAsync_RolledBackWhileIndexing_NothingIsMissedAfterwards()
    {
        await AppendAsync(0, 4_000);
        await _fixture.ExecuteAsync("CREATE TRIGGER refuse BEFORE INSERT ON dk_chat_index_state BEGIN SELECT RAISE(ABORT, 'no'); END");
        await Assert.ThrowsAnyAsync<Exception>(() => AppendAsync(4_000, 200));
        await AssertListedAsync(4_000);

        await _fixture.ExecuteAsync("DROP TRIGGER refuse");
        await AppendAsync(4_000, 200);

        await AssertListedAsync(4_200);
        Assert.Equal("4200", await _fixture.ReadTextAsync("SELECT count(*) FROM dk_chat_index"));
    }

    [Fact]
    public async Task AppendAsync_LogWasNeverIndexed_CatchesUpStepByStep()
    {
        await AppendAsync(0, 40_000, batch: 10_000);
        await _fixture.ExecuteAsync("DELETE FROM dk_chat_index");
        await _fixture.ExecuteAsync("DELETE FROM dk_chat_index_state");

        // How large a step is depends on how long the one before took on this machine.
        var total = 40_000;
        var indexed = 0;
        while (total - indexed >= SqliteChatIndexPace.MostRows)
        {
            await AppendAsync(total++, 1);
            var before = indexed;
            indexed = int.Parse((await _fixture.ReadTextAsync("SELECT count(*) FROM dk_chat_index"))!, CultureInfo.InvariantCulture);
            Assert.InRange(indexed - before, SqliteChatIndexPace.FewestRows, 8 * SqliteChatIndexPace.MostRows);
        }

        await AssertListedAsync(total);
    }

    private async Task AppendAsync(int first, int count, int batch = 1_000)
    {
        for (var start = first; start < first + count; start += batch)
        {
            var size = Math.Min(batch, first + count - start);
            await ChatLog.AppendAsync([.. Enumerable.Range(start, size).Select(number => Samples.Entry($"{number}"))], default).DefaultTimeout();
        }
    }

    private async Task AssertListedAsync(int count)
    {
        var newest = await ChatLog.ListNewestAsync(Samples.RoomKey, 1_000, default).DefaultTimeout();
        Assert.Equal(Enumerable.Range(count - 1_000, 1_000).Reverse().Select(number => $"{number}"), newest.Select(entry => entry.Message));
    }
}
