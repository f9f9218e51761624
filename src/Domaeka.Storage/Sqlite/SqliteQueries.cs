using System.Data.Common;
using Dapper;

namespace Domaeka.Storage.Sqlite;

/// <summary>Reading rows with a mapper that takes every column as it comes; see <see cref="Rows.Field"/>.</summary>
internal static class SqliteQueries
{
    /// <summary>Every row.</summary>
    public static List<T> List<T>(this SqliteSession session, string sql, object? parameters, Func<DbDataReader, T> map)
    {
        using var reader = (DbDataReader)session.Connection.ExecuteReader(sql, parameters);
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(map(reader));
        return rows;
    }
}
