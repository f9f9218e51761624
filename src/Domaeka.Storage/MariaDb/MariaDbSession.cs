using System.Data;
using Domaeka.Storage.Rows;
using MySqlConnector;

namespace Domaeka.Storage.MariaDb;

/// <summary>One open connection with its settings. Used by one at a time.</summary>
internal sealed class MariaDbSession(MySqlConnection connection, MariaDbLimits limits) : IAsyncDisposable
{
    /// <summary>For the stores that are the same on every database.</summary>
    public MySqlConnection Connection => connection;

    /// <summary>What is open on it; null outside of a transaction.</summary>
    public MySqlTransaction? Transaction { get; private set; }

    /// <summary>What the server admits.</summary>
    public MariaDbLimits Limits => limits;

    /// <summary>True when it can be used again.</summary>
    public bool IsUsable => connection.State == ConnectionState.Open && Transaction is null;

    /// <summary>Begins a transaction.</summary>
    public async Task BeginAsync(IsolationLevel isolation) =>
        Transaction = await connection.BeginTransactionAsync(isolation, CancellationToken.None);

    /// <summary>Commits it.</summary>
    public async Task CommitAsync()
    {
        await Transaction!.CommitAsync(CancellationToken.None);
        await EndAsync();
    }

    /// <summary>Rolls it back, where there is one; throws nothing.</summary>
    public async Task RollbackAsync()
    {
        if (Transaction is not { } transaction)
            return;

        try
        {
            await transaction.RollbackAsync(CancellationToken.None);
            await EndAsync();
        }
        catch (Exception exception) when (MariaDbErrors.IsOfTheDatabase(exception) || exception is InvalidOperationException)
        {
            // Without the connection there is no transaction either. The session stays unusable.
        }
    }

    /// <summary>Runs statements of which no rows are wanted.</summary>
    /// <param name="sql">One or several.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <param name="parameters">What it names.</param>
    /// <returns>How many rows they changed.</returns>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken = default, params (string Name, object? Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs statements of which no rows are wanted, as many in one go as the server takes.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ExecuteAllAsync(IEnumerable<string> statements)
    {
        var count = 0;
        var text = new System.Text.StringBuilder();
        foreach (var statement in statements)
        {
            if (text.Length > 0 && text.Length + statement.Length > limits.StatementCharacters)
            {
                await ExecuteAsync(text.ToString());
                text.Clear();
            }

            text.Append(text.Length == 0 ? "" : ";\n").Append(statement);
            count++;
        }

        if (text.Length > 0)
            await ExecuteAsync(text.ToString());
        return count;
    }

    /// <summary>
    /// As <see cref="ExecuteAllAsync"/>, inside the transaction, for a table of others: when one of its rules refuses the data, nothing of it is done.
    /// </summary>
    /// <returns>False when it was refused.</returns>
    public async Task<bool> TryExecuteAllAsync(IReadOnlyList<string> statements)
    {
        try
        {
            await ExecuteAllAsync(["SAVEPOINT dk_try", .. statements]);
            return true;
        }
        catch (MySqlException exception) when (MariaDbErrors.IsRuleOfTable(exception))
        {
            await ExecuteAsync("ROLLBACK TO SAVEPOINT dk_try");
            return false;
        }
    }

    /// <summary>Runs an INSERT of several rows.</summary>
    /// <returns>The number that the first of them was given; those of the others follow in steps of <see cref="MariaDbLimits.NumberStep"/>.</returns>
    public async Task<long> InsertAsync(string sql)
    {
        await using var command = Command(sql, []);
        await command.ExecuteNonQueryAsync();
        return command.LastInsertedId;
    }

    /// <summary>Every row.</summary>
    public async Task<List<T>> ListAsync<T>(
        string sql, Func<MariaDbRow, T> map, CancellationToken cancellationToken = default, params (string Name, object? Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(map(new MariaDbRow(reader)));
        return rows;
    }

    /// <summary>The one whole number that a statement gives; 0 for NULL and for none.</summary>
    public async Task<long> Int64Async(string sql, CancellationToken cancellationToken = default)
    {
        await using var command = Command(sql, []);
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken) is { } value and not DBNull ? value : 0L, System.Globalization.CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task EndAsync()
    {
        var transaction = Transaction!;
        Transaction = null;
        await transaction.DisposeAsync();
    }

    private MySqlCommand Command(string sql, (string Name, object? Value)[] parameters)
    {
        var command = new MySqlCommand(sql, connection, Transaction);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value is DateTimeOffset time ? StoredTime.ToText(time) : value ?? DBNull.Value);
        return command;
    }
}
