using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>The server's database as another program opens it: the web admin, or somebody with a shell.</summary>
internal sealed class Database : IDisposable
{
    private readonly DbConnection _connection;
    private readonly bool _isMariaDb;

    static Database() => SQLitePCL.Batteries_V2.Init();

    private Database(DbConnection connection, bool isMariaDb) => (_connection, _isMariaDb) = (connection, isMariaDb);

    public static Database Open(ServerStore store)
    {
        var database = store.MariaDb is { } mariaDb
            ? new Database(new MySqlConnection(new MySqlConnectionStringBuilder(mariaDb) { Pooling = false, TreatTinyAsBoolean = false }.ConnectionString), true)
            : new Database(new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(store.Directory, "domaeka.db"), Pooling = false }.ToString()), false);
        database._connection.Open();
        return database;
    }

    /// <summary>Begins a transaction, in SQLite one that locks out everybody else; it ends with <c>COMMIT</c> or <c>ROLLBACK</c>.</summary>
    public void Begin() => Execute(_isMariaDb ? "BEGIN" : "BEGIN IMMEDIATE");

    /// <summary>The first column of each row, as text.</summary>
    public List<string> Read(string sql) => [.. ReadRows(sql).Select(row => row[0])];

    /// <summary>Every column of each row, as text.</summary>
    public List<string[]> ReadRows(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => ToText(reader.GetValue(column)))]);
        return rows;
    }

    /// <summary>The one number that a statement gives.</summary>
    public int Count(string sql) => int.Parse(Read(sql)[0], CultureInfo.InvariantCulture);

    /// <summary>KakaoTalk's ids of the logged lines.</summary>
    public HashSet<string> LoggedIds() => [.. Read("SELECT log_id FROM kb_chat_logs WHERE log_id <> ''")];

    /// <summary>Fails unless the database itself finds its tables in order.</summary>
    public void AssertSound()
    {
        if (_isMariaDb)
            Assert.All(ReadRows("CHECK TABLE dk_outbox, dk_deliveries, dk_events, dk_lanes, kb_chat_logs, kb_schedule_logs"), row => Assert.Equal("OK", row[3]));
        else
            Assert.Equal(["ok"], Read("PRAGMA integrity_check"));
    }

    /// <returns>How many rows were changed.</returns>
    public int Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public void Dispose() => _connection.Dispose();

    private static string ToText(object value) => value is DateTime time
        ? time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
