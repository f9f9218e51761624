using Microsoft.Data.Sqlite;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>The server's database as another program opens it: the web admin, or somebody with a shell.</summary>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection _connection;

    static Database() => SQLitePCL.Batteries_V2.Init();

    private Database(SqliteConnection connection) => _connection = connection;

    public static Database Open(string directory)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = Path.Combine(directory, "domaeka.db"), Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        connection.Open();
        return new Database(connection);
    }

    /// <summary>The first column of each row.</summary>
    public List<string> Read(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
            values.Add(reader.GetString(0));
        return values;
    }

    /// <summary>Every column of each row, as text.</summary>
    public List<string[]> ReadRows(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        return rows;
    }

    /// <summary>KakaoTalk's ids of the logged lines.</summary>
    public HashSet<string> LoggedIds() => [.. Read("SELECT log_id FROM kb_chat_logs WHERE log_id <> ''")];

    /// <returns>How many rows were changed.</returns>
    public int Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public void Dispose() => _connection.Dispose();
}
