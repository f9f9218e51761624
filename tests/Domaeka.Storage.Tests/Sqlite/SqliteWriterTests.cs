using Dapper;
using Domaeka.Core.Storage;
using Domaeka.Storage.Sqlite;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using SQLitePCL;

namespace Domaeka.Storage.Tests.Sqlite;

/// <summary>Work of several callers that waits for the writer at the same time.</summary>
public sealed class SqliteWriterTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();
    private readonly SqliteWriter _writer;

    // The clock stands still, so that no work is left to the next transaction for having taken long.
    public SqliteWriterTests() => _writer = new SqliteWriter(
        () => SqliteSession.OpenWriter(new SqliteLocation(_fixture.File, $"Data Source={_fixture.File};Pooling=False"), new StorageOptions()), new FakeTimeProvider(), NullLogger.Instance);

    public async Task InitializeAsync()
    {
        await _fixture.StartAsync();
        await _fixture.ExecuteAsync("CREATE TABLE kept (name TEXT PRIMARY KEY)");
    }

    public async Task DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task TransactAsync_SeveralWait_ShareCommits()
    {
        var commits = 0;
        var written = await QueueBehindAsync(
            session => raw.sqlite3_commit_hook(
                session.Connection.Handle,
                _ =>
                {
                    commits++;
                    return 0;
                },
                null),
            [.. Enumerable.Range(0, 100).Select<int, Func<SqliteSession, int>>(number => session => Insert(session, $"{number:00}"))]);

        Assert.All(written, task => Assert.Null(task.Exception));
        Assert.Equal("100", await _fixture.ReadTextAsync("SELECT count(*) FROM kept"));
        Assert.Equal(2, commits);
    }

    [Fact]
    public async Task TransactAsync_OneOfSeveralThrows_OnlyItsOwnIsUndone()
    {
        var written = await QueueBehindAsync(
            null,
            session => Insert(session, "a"),
            session =>
            {
                Insert(session, "lost");
                throw new FormatException();
            },
            session => Insert(session, "a"),
            session => Insert(session, "b"));

        Assert.Equal([null, typeof(FormatException), typeof(StorageRejectedException), null], Failures(written));
        Assert.Equal("a,b", await ReadKeptAsync());
    }

    [Theory]
    [InlineData("INSERT INTO kept (name) VALUES ('bad')", typeof(StorageRejectedException))]
    [InlineData("not sql", typeof(StorageUnavailableException))]
    public async Task TransactAsync_OneUndoesTheWorkOfAll_TheOthersIsDoneAgain(string trouble, Type failure)
    {
        await _fixture.ExecuteAsync(
            "CREATE TRIGGER refuse BEFORE INSERT ON kept WHEN new.name = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'no'); END");

        var written = await QueueBehindAsync(
            null,
            session => Insert(session, "a"),
            session => Insert(session, "b"),
            session => session.Connection.Execute(trouble),
            session => Insert(session, "c"));

        Assert.Equal([null, null, failure, null], Failures(written));
        Assert.Equal("a,b,c", await ReadKeptAsync());
    }

    [Fact]
    public async Task TransactAsync_CommitFails_AllAreToldAndNothingIsKept()
    {
        await _fixture.ExecuteAsync("CREATE TABLE late (name TEXT REFERENCES kept (name) DEFERRABLE INITIALLY DEFERRED)");

        var written = await QueueBehindAsync(
            null,
            session => Insert(session, "a"),
            session => session.Connection.Execute("INSERT INTO late (name) VALUES ('nowhere')"));

        Assert.Equal([typeof(StorageRejectedException), typeof(StorageRejectedException)], Failures(written));
        Assert.Equal("", await ReadKeptAsync());
        await _writer.TransactAsync(session => Insert(session, "b"), default).DefaultTimeout();
        Assert.Equal("b", await ReadKeptAsync());
    }

    [Fact]
    public async Task TransactAsync_OneCancelledAmongSeveral_IsNeverDone()
    {
        using var cancellation = new CancellationTokenSource();
        var cancelled = Task.FromResult(0);
        var written = await QueueBehindAsync(
            _ => cancellation.Cancel(),
            session => Insert(session, "a"),
            session => Insert(session, "b"),
            queue: (work, index) => index == 1
                ? cancelled = _writer.TransactAsync(work, cancellation.Token)
                : _writer.TransactAsync(work, default));

        Assert.Null(written[0].Exception);
        Assert.True(cancelled.IsCanceled);
        Assert.Equal("a", await ReadKeptAsync());
    }

    private static int Insert(SqliteSession session, string name) =>
        session.Connection.Execute("INSERT INTO kept (name) VALUES (@name)", new { name });

    private static IEnumerable<Type?> Failures(Task<int>[] written) => written.Select(task => task.Exception?.InnerException?.GetType());

    private async Task<string> ReadKeptAsync() =>
        await _fixture.ReadTextAsync("SELECT coalesce(group_concat(name), '') FROM (SELECT name FROM kept ORDER BY name)") ?? "";

    private Task<Task<int>[]> QueueBehindAsync(Action<SqliteSession>? first, params Func<SqliteSession, int>[] works) =>
        QueueBehindAsync(first, works, (work, _) => _writer.TransactAsync(work, default));

    private Task<Task<int>[]> QueueBehindAsync(
        Action<SqliteSession>? first, Func<SqliteSession, int> one, Func<SqliteSession, int> other, Func<Func<SqliteSession, int>, int, Task<int>> queue) =>
        QueueBehindAsync(first, [one, other], queue);

    /// <summary>Queues the works while the writer is busy with the first, and waits until all have ended.</summary>
    private async Task<Task<int>[]> QueueBehindAsync(
        Action<SqliteSession>? first, Func<SqliteSession, int>[] works, Func<Func<SqliteSession, int>, int, Task<int>> queue)
    {
        using var entered = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        var busy = _writer.RunAsync(
            session =>
            {
                entered.Release();
                var released = release.Wait(TestTimeouts.Default);
                first?.Invoke(session);
                return released;
            },
            default);
        await entered.WaitAsync().DefaultTimeout();
        var written = works.Select(queue).ToArray();
        release.Release();

        Assert.True(await busy.DefaultTimeout());
        await Task.WhenAll(written.Select(task => task.ContinueWith(_ => { }, TaskScheduler.Default))).DefaultTimeout();
        return written;
    }
}
