using Dapper;
using Domaeka.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Domaeka.Storage.Sqlite;

/// <summary>
/// The SQLite database for the stores that are the same on every database. The driver's asynchronous methods do their work before they return, so
/// the work runs to its end on the thread that it is given to, as all other work on SQLite does.
/// </summary>
internal sealed class SqliteSqlDatabase(SqliteDatabase database) : ISqlDatabase
{
    public SqlDialect Dialect => SqlDialect.Sqlite;

    public SqlFacts Facts => database.Facts;

    public Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Run(session, work), cancellationToken);

    public Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken) =>
        database.WriteAsync(session => Run(session, work), cancellationToken);

    /// <summary>What the tables of a migrated database are like.</summary>
    public static SqlFacts ReadFacts(SqliteConnection connection) =>
        new(HasMisspelling(connection, "kb_bot_devices"), HasMisspelling(connection, "kb_rooms"), HasScheduleTriggers: true)
        {
            ServerKey = HasColumn(connection, "kb_servers", "server_id") ? "server_id" : "id",
            HasBotMapping = SqlFacts.MappingColumns.All(column => HasColumn(connection, "kb_bot_server_mapping", column)),
            SampleTimeColumn = SqlFacts.SampleTimeColumns.FirstOrDefault(column => HasColumn(connection, "kb_system_monitor", column)),
        };

    private static T Run<T>(SqliteSession session, Func<SqlSession, Task<T>> work) =>
        work(new SqlSession(session.Connection, null, CancellationToken.None)).GetAwaiter().GetResult();

    private static bool HasMisspelling(SqliteConnection connection, string table) => HasColumn(connection, table, SqlFacts.Misspelling);

    private static bool HasColumn(SqliteConnection connection, string table, string name) => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM pragma_table_info(@table) WHERE lower(name) = @name", new { table, name }) > 0;
}
