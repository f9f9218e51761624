using Domaeka.Storage.MariaDb;
using Domaeka.TestKit;
using Domaeka.TestKit.MariaDb;
using FsCheck.Fluent;
using MySqlConnector;

namespace Domaeka.Storage.Tests.MariaDb;

/// <summary>What stands in a statement is what comes out of it, whatever it is.</summary>
public sealed class SqlTextTests
{
    [Fact]
    public async Task Value_AnyText_ComesBackAsItWas()
    {
        await using var connection = new MySqlConnection(await TestDatabase.FindServerStringAsync());
        await connection.OpenAsync().DefaultTimeout();
        var texts = new List<string> { "", "'", "\\", "\\'", "'' --", "\0", "\u001a", "%_", "@x ?", "/*", "\"`", "😀", "a\ud800b" };
        texts.AddRange(Gen.Sample(ArbMap.Default.GeneratorFor<string>().Where(text => text is not null), 500));
        texts.AddRange(Gen.Sample(Gen.Elements('\'', '\\', '\0', '"', '@', '?', '-', '\n', 'a', '가').ArrayOf().Select(letters => new string(letters)), 500));

        foreach (var chunk in texts.Chunk(50))
        {
            var sql = new SqlText().Raw("SELECT ").List();
            foreach (var text in chunk)
                sql.Value(text);
            await using var command = new MySqlCommand(sql.ToString(), connection);
            await using var reader = await command.ExecuteReaderAsync().DefaultTimeout();
            Assert.True(await reader.ReadAsync().DefaultTimeout());
            Assert.Equal(chunk.Select(Sound), Enumerable.Range(0, chunk.Length).Select(reader.GetString));
        }
    }

    [Fact]
    public void Value_OtherTypes_AreLiterals()
    {
        var sql = new SqlText().Open().Value(-5).Value((long?)null).Value(true).Value(Samples.Now).Value((DateTimeOffset?)null).Value((string?)null).Close();

        Assert.Equal("(-5, NULL, 1, '2026-11-20 03:04:05.678', NULL, NULL)", sql.ToString());
    }

    private static string Sound(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
