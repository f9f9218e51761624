using System.Data;
using System.Data.Common;
using MySqlConnector.Protocol;
using MySqlConnector.Session;
using MySqlConnector.Statements;

namespace MySqlConnector;

/// <summary>Several commands that go to the server in one message and are answered in one. After an error the later ones do not run.</summary>
public sealed class MySqlBatch : DbBatch
{
    private int? _timeout;

    /// <summary>An empty batch without connection.</summary>
    public MySqlBatch()
        : this(null, null)
    {
    }

    /// <summary>An empty batch.</summary>
    /// <param name="connection">Its connection; null: none yet.</param>
    /// <param name="transaction">Its transaction. Default: null, none.</param>
    public MySqlBatch(MySqlConnection? connection = null, MySqlTransaction? transaction = null)
    {
        Connection = connection;
        Transaction = transaction;
    }

    /// <summary>The commands.</summary>
    public new MySqlBatchCommandCollection BatchCommands { get; } = new();

    /// <summary>The connection; null: none yet.</summary>
    public new MySqlConnection? Connection { get; set; }

    /// <summary>The transaction; it must be that of the connection, unless IgnoreCommandTransaction is set. Default: null, none.</summary>
    public new MySqlTransaction? Transaction { get; set; }

    /// <summary>
    /// Seconds that each operation (execute, read, next result) may wait for the server before the batch is stopped; 0 means for
    /// ever. Default: DefaultCommandTimeout of the connection.
    /// </summary>
    public override int Timeout
    {
        get => _timeout ?? Connection?.Settings.DefaultCommandTimeout ?? 30;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    /// <inheritdoc/>
    protected override DbBatchCommandCollection DbBatchCommands => BatchCommands;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => Connection;
        set => Connection = (MySqlConnection?)value;
    }

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction
    {
        get => Transaction;
        set => Transaction = (MySqlTransaction?)value;
    }

    /// <summary>Asks the server to stop this batch, from any thread; nothing when it does not run.</summary>
    public override void Cancel() => Connection?.Cancel(this);

    /// <summary>Runs the commands.</summary>
    /// <param name="commandBehavior">Of which CloseConnection is followed. Default: Default.</param>
    /// <returns>A reader over their results, one after the other.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    public new MySqlDataReader ExecuteReader(CommandBehavior commandBehavior = CommandBehavior.Default) =>
        CommandExecutor.ExecuteReaderAsync(Request(commandBehavior), IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Runs the commands.</summary>
    /// <param name="cancellationToken">Has the server stop them, as long as the task has not ended.</param>
    /// <returns>A reader over their results, one after the other.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public new async Task<MySqlDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) =>
        await CommandExecutor.ExecuteReaderAsync(Request(CommandBehavior.Default), IOBehavior.Asynchronous, cancellationToken);

    /// <summary>Runs the commands to their end.</summary>
    /// <returns>Rows changed by all of them; -1 when none could change any.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    public override int ExecuteNonQuery() =>
        CommandExecutor.ExecuteNonQueryAsync(Request(CommandBehavior.Default), IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Runs the commands to their end.</summary>
    /// <param name="cancellationToken">Has the server stop them.</param>
    /// <returns>Rows changed by all of them; -1 when none could change any.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public override async Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default) =>
        await CommandExecutor.ExecuteNonQueryAsync(Request(CommandBehavior.Default), IOBehavior.Asynchronous, cancellationToken);

    /// <summary>Runs the commands to their end.</summary>
    /// <returns>The first value of the first row of the first result; null when there is no row.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    public override object? ExecuteScalar() =>
        CommandExecutor.ExecuteScalarAsync(Request(CommandBehavior.Default), IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Runs the commands to their end.</summary>
    /// <param name="cancellationToken">Has the server stop them.</param>
    /// <returns>The first value of the first row of the first result; null when there is no row.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public override async Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default) =>
        await CommandExecutor.ExecuteScalarAsync(Request(CommandBehavior.Default), IOBehavior.Asynchronous, cancellationToken);

    /// <summary>Has the server prepare the commands, unless IgnorePrepare is set; each then travels in a message of its own.</summary>
    /// <exception cref="MySqlException">The server refused.</exception>
    public override void Prepare() => PrepareAsync(IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Has the server prepare the commands, unless IgnorePrepare is set; each then travels in a message of its own.</summary>
    /// <param name="cancellationToken">Has the server stop it.</param>
    /// <returns>A task that ends when they are prepared.</returns>
    /// <exception cref="MySqlException">The server refused.</exception>
    public override Task PrepareAsync(CancellationToken cancellationToken = default) =>
        PrepareAsync(IOBehavior.Asynchronous, cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override DbBatchCommand CreateDbBatchCommand() => new MySqlBatchCommand();

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior);

    /// <inheritdoc/>
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await CommandExecutor.ExecuteReaderAsync(Request(behavior), IOBehavior.Asynchronous, cancellationToken);

    private CommandRequest Request(CommandBehavior behavior)
    {
        var connection = VerifyValid();
        foreach (MySqlBatchCommand command in BatchCommands)
            command.ResetCount();
        return new CommandRequest(this, connection, Transaction, PreparedSteps(connection) ?? [new BatchStep(BatchCommands)], Timeout, behavior);
    }

    // null: not all of them are prepared.
    private List<ExecutionStep>? PreparedSteps(MySqlConnection connection)
    {
        var steps = new List<ExecutionStep>();
        foreach (MySqlBatchCommand command in BatchCommands)
        {
            if (connection.Session.Statements.Find(command.CommandText) is not { } prepared)
                return null;
            steps.AddRange(prepared.CreateSteps(command.ParametersOrNull, command));
        }

        return steps;
    }

    private async ValueTask PrepareAsync(IOBehavior io, CancellationToken cancellationToken)
    {
        var connection = VerifyValid();
        if (connection.Settings.IgnorePrepare)
            return;
        foreach (MySqlBatchCommand command in BatchCommands)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (connection.Session.Statements.Find(command.CommandText) is null)
                await StatementPreparer.PrepareAsync(connection, command.CommandText, command.ParametersOrNull, Timeout, io, cancellationToken);
        }
    }

    private MySqlConnection VerifyValid()
    {
        var connection = Connection ?? throw new InvalidOperationException("Connection property must be non-null.");
        if (connection.State != ConnectionState.Open)
            throw new InvalidOperationException($"Connection must be Open; current state is {connection.State}");
        return BatchCommands.Count > 0 ? connection : throw new InvalidOperationException("BatchCommands must contain a command");
    }
}
