using System.Data;
using Dapper;

namespace MySqlConnector.Compat.Tests;

public sealed class TransactionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData(IsolationLevel.ReadUncommitted, "READ-UNCOMMITTED")]
    [InlineData(IsolationLevel.ReadCommitted, "READ-COMMITTED")]
    [InlineData(IsolationLevel.RepeatableRead, "REPEATABLE-READ")]
    [InlineData(IsolationLevel.Serializable, "SERIALIZABLE")]
    [InlineData(IsolationLevel.Snapshot, "REPEATABLE-READ")]
    [InlineData(IsolationLevel.Unspecified, "REPEATABLE-READ")]
    public async Task BeginTransaction_Level_IsTheSessions(IsolationLevel level, string expected)
    {
        await using var connection = await database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(level);

        Assert.Equal(expected, await connection.ExecuteScalarAsync<string>("SELECT @@tx_isolation", transaction: transaction));
        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("SELECT @@in_transaction", transaction: transaction));
        Assert.Equal(level, transaction.IsolationLevel);
    }

    [Fact]
    public async Task Commit_And_Rollback_DoWhatTheySay()
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("CREATE TABLE tx (id INT PRIMARY KEY)");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await connection.ExecuteAsync("INSERT INTO tx VALUES (1)", transaction: transaction);
            await transaction.CommitAsync();
            Assert.Null(transaction.Connection);
            await Assert.ThrowsAsync<InvalidOperationException>(() => transaction.CommitAsync());
        }

        using (var transaction = connection.BeginTransaction())
        {
            connection.Execute("INSERT INTO tx VALUES (2)", transaction: transaction);
            transaction.Rollback();
        }

        await using (var transaction = await connection.BeginTransactionAsync())
            await connection.ExecuteAsync("INSERT INTO tx VALUES (3)", transaction: transaction);

        Assert.Equal([1], await connection.QueryAsync<int>("SELECT id FROM tx"));
    }

    [Fact]
    public async Task Savepoint_RolledBackTo_KeepsWhatWasBefore()
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("CREATE TABLE sp (id INT PRIMARY KEY)");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await connection.ExecuteAsync("INSERT INTO sp VALUES (1)", transaction: transaction);
            await transaction.SaveAsync("a`b");
            await connection.ExecuteAsync("INSERT INTO sp VALUES (2)", transaction: transaction);
            await transaction.RollbackAsync("a`b");
            await transaction.ReleaseAsync("a`b");
            await transaction.CommitAsync();
        }

        Assert.Equal([1], await connection.QueryAsync<int>("SELECT id FROM sp"));
    }

    [Fact]
    public async Task Command_NotGivenTheTransaction_Throws()
    {
        await using (var connection = await database.OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await Assert.ThrowsAsync<InvalidOperationException>(() => connection.ExecuteAsync("DO 1"));
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await connection.BeginTransactionAsync());
        }

        await using var lenient = await database.OpenAsync(builder => builder.IgnoreCommandTransaction = true);
        await using var other = await lenient.BeginTransactionAsync();
        Assert.Equal(1, await lenient.ExecuteScalarAsync<int>("SELECT @@in_transaction"));
    }

    [Fact]
    public async Task BeginTransaction_ReadOnly_RefusesToWrite()
    {
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("CREATE TABLE ro (id INT PRIMARY KEY)");
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, isReadOnly: true);

        await Assert.ThrowsAsync<MySqlException>(() => connection.ExecuteAsync("INSERT INTO ro VALUES (1)", transaction: transaction));
    }

    [Fact]
    public async Task Deadlock_OfTwo_OneIsToldTransient()
    {
        await using var first = await database.OpenAsync();
        await using var second = await database.OpenAsync();
        await first.ExecuteAsync("CREATE TABLE dead (id INT PRIMARY KEY, v INT); INSERT INTO dead VALUES (1, 0), (2, 0)");
        await using var one = await first.BeginTransactionAsync();
        await using var two = await second.BeginTransactionAsync();
        await first.ExecuteAsync("UPDATE dead SET v = 1 WHERE id = 1", transaction: one);
        await second.ExecuteAsync("UPDATE dead SET v = 2 WHERE id = 2", transaction: two);

        var outcomes = await Task.WhenAll(
            OutcomeAsync(first.ExecuteAsync("UPDATE dead SET v = 1 WHERE id = 2", transaction: one)),
            OutcomeAsync(second.ExecuteAsync("UPDATE dead SET v = 2 WHERE id = 1", transaction: two)));

        var loser = Assert.Single(outcomes, outcome => outcome is not null)!;
        Assert.Equal(MySqlErrorCode.LockDeadlock, loser.ErrorCode);
        Assert.True(loser.IsTransient);

        static async Task<MySqlException?> OutcomeAsync(Task task)
        {
            try
            {
                await task;
                return null;
            }
            catch (MySqlException exception)
            {
                return exception;
            }
        }
    }
}
