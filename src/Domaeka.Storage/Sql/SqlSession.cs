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
        await using var reader = await connection.ExecuteReaderAsync(Define(sql, parameters));
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(map(reader));
        return rows;
    }

    /// <summary>The first row, or null.</summary>
    public async Task<T?> FirstAsync<T>(string sql, object? parameters, Func<DbDataReader, T> map)
        where T : class
    {
        await using var reader = await connection.ExecuteReaderAsync(Define(sql, parameters));
        return await reader.ReadAsync(cancellationToken) ? map(reader) : null;
    }

    private CommandDefinition Define(string sql, object? parameters) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
