using System.Data.Common;
using Dapper;

namespace Domaeka.Storage.Sql;

/// <summary>One connection while it is read from, or while a transaction is open on it. Used by one at a time.</summary>
internal sealed class SqlSession(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
{
    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it inserted, deleted, or found for an update, also where the update changed nothing.</returns>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => connection.ExecuteAsync(Define(sql, parameters));

    /// <summary>The first column of the first row; null, or 0, for NULL and for no row.</summary>
    public Task<T?> ScalarAsync<T>(string sql, object? parameters = null) => connection.ExecuteScalarAsync<T>(Define(sql, parameters));

    /// <summary>Every row, by a mapper that takes every column as it comes; see <see cref="Rows.Field"/>.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, object? parameters, Func<DbDataReader, T> map)
    {
        // Not "await using": Dapper's reader then leaves its command behind, and SQLite's connection looks through all that are left at every other one.
        using var reader = await connection.ExecuteReaderAsync(Define(sql, parameters));
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(map(reader));
        await reader.CloseAsync();
        return rows;
    }

    /// <summary>The first row, or null.</summary>
    public async Task<T?> FirstAsync<T>(string sql, object? parameters, Func<DbDataReader, T> map)
        where T : class
    {
        using var reader = await connection.ExecuteReaderAsync(Define(sql, parameters));
        var row = await reader.ReadAsync(cancellationToken) ? map(reader) : null;
        await reader.CloseAsync();
        return row;
    }

    private CommandDefinition Define(string sql, object? parameters) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
