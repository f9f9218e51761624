using System.Collections;
using System.Reflection;
using Domaeka.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Domaeka.Storage.Tests.Sqlite;

public sealed class SqlSessionTests
{
    [Fact]
    public async Task ListAsync_AgainAndAgain_LeavesNoCommandBehind()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        var session = new SqlSession(connection, transaction: null, CancellationToken.None);

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal([1, 2], await session.ListAsync("SELECT 1 UNION SELECT 2", null, row => row.GetInt32(0)));
            Assert.Equal("1", await session.FirstAsync("SELECT '1' UNION SELECT '2'", null, row => row.GetString(0)));
        }

        // The connection looks through every command that was not disposed of, whenever another one is: nothing else shows it from outside.
        var commands = typeof(SqliteConnection).GetField("_commands", BindingFlags.Instance | BindingFlags.NonPublic);
        Assert.Empty((ICollection)commands!.GetValue(connection)!);
    }
}
