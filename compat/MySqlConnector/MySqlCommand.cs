using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using MySqlConnector.Protocol;
using MySqlConnector.Session;
using MySqlConnector.Statements;

namespace MySqlConnector;

/// <summary>
/// One or several SQL statements, separated by semicolons, with parameters written as @name or ?. Without <see cref="Prepare"/> the
/// values are written into the text; afterwards they travel apart from it, in the binary protocol.
/// </summary>
public sealed class MySqlCommand : DbCommand, ICloneable
{
    private MySqlParameterCollection? _parameters;
    private int? _timeout;

    /// <summary>A command without text and connection.</summary>
    public MySqlCommand()
        : this(null, null, null)
    {
    }

    /// <summary>A command with a text.</summary>
    /// <param name="commandText">The text; null is taken as empty.</param>
    public MySqlCommand(string? commandText)
        : this(commandText, null, null)
    {
    }

    /// <summary>A command on a connection, in a transaction.</summary>
    /// <param name="connection">The connection; null: none yet.</param>
    /// <param name="transaction">The transaction; null: none.</param>
    public MySqlCommand(MySqlConnection? connection, MySqlTransaction? transaction)
        : this("", connection, transaction)
    {
    }

    /// <summary>A command with a text on a connection.</summary>
    /// <param name="commandText">The text; null is taken as empty.</param>
    /// <param name="connection">The connection; null: none yet.</param>
    public MySqlCommand(string? commandText, MySqlConnection? connection)
        : this(commandText, connection, null)
    {
    }

    /// <summary>A command with a text on a connection, in a transaction.</summary>
    /// <param name="commandText">The text; null is taken as empty.</param>
    /// <param name="connection">The connection; null: none yet.</param>
    /// <param name="transaction">The transaction; null: none.</param>
    public MySqlCommand(string? commandText, MySqlConnection? connection, MySqlTransaction? transaction)
    {
        CommandText = commandText;
        Connection = connection;
        Transaction = transaction;
    }

    /// <summary>The SQL. Default: empty.</summary>
    [AllowNull]
    public override string CommandText
    {
        get;
        set => field = value ?? "";
    }

    /// <summary>
    /// Seconds that each operation (execute, read, next result) may wait for the server before the command is stopped; 0 means for
    /// ever. Default: DefaultCommandTimeout of the connection.
    /// </summary>
    public override int CommandTimeout
    {
        get => _timeout ?? Connection?.Settings.DefaultCommandTimeout ?? 30;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _timeout = value;
        }
    }

    /// <summary>Text, the only kind supported here.</summary>
    /// <exception cref="NotSupportedException">Set to another kind.</exception>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new NotSupportedException($"CommandType.{value} is not supported; use CALL in the text of the command.");
        }
    }

    /// <summary>The connection; null: none yet.</summary>
    public new MySqlConnection? Connection { get; set; }

    /// <summary>Told back and not used. Default: false.</summary>
    public override bool DesignTimeVisible { get; set; }

    /// <summary>Whether the text has been prepared on the connection.</summary>
    public bool IsPrepared => FindPrepared() is not null;

    /// <summary>The first id that the last INSERT gave to an AUTO_INCREMENT column; 0: none.</summary>
    public long LastInsertedId { get; internal set; }

    /// <summary>The parameters.</summary>
    public new MySqlParameterCollection Parameters => _parameters ??= new MySqlParameterCollection();

    /// <summary>The transaction; it must be that of the connection, unless IgnoreCommandTransaction is set. Default: null, none.</summary>
    public new MySqlTransaction? Transaction { get; set; }

    /// <summary>Told back and not used. Default: Both.</summary>
    public override UpdateRowSource UpdatedRowSource { get; set; } = UpdateRowSource.Both;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection
    {
        get => Connection;
        set => Connection = (MySqlConnection?)value;
    }

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => Parameters;

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction
    {
        get => Transaction;
        set => Transaction = (MySqlTransaction?)value;
    }

    /// <summary>Asks the server to stop this command, from any thread; nothing when it does not run. The one who runs it gets the exception.</summary>
    public override void Cancel() => Connection?.Cancel(this);

    /// <summary>The same command once more, parameters and all.</summary>
    /// <returns>The copy.</returns>
    public MySqlCommand Clone()
    {
        var copy = new MySqlCommand(CommandText, Connection, Transaction) { _timeout = _timeout, UpdatedRowSource = UpdatedRowSource };
        foreach (MySqlParameter parameter in Parameters)
            copy.Parameters.Add(parameter.Clone());
        return copy;
    }

    object ICloneable.Clone() => Clone();

    /// <summary>A parameter, in no collection yet.</summary>
    /// <returns>The parameter.</returns>
    public new MySqlParameter CreateParameter() => (MySqlParameter)base.CreateParameter();

    /// <summary>Runs the command to its end.</summary>
    /// <returns>Rows changed; -1 when no statement could change any.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    public override int ExecuteNonQuery() =>
        CommandExecutor.ExecuteNonQueryAsync(Request(CommandBehavior.Default), IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Runs the command to its end.</summary>
    /// <param name="cancellationToken">Has the server stop it.</param>
    /// <returns>Rows changed; -1 when no statement could change any.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) =>
        Start(CommandBehavior.Default, CommandExecutor.ExecuteNonQueryAsync, cancellationToken);

    /// <summary>Runs the command to its end.</summary>
    /// <returns>The first value of the first row; null when there is no row.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    public override object? ExecuteScalar() =>
        CommandExecutor.ExecuteScalarAsync(Request(CommandBehavior.Default), IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Runs the command to its end.</summary>
    /// <param name="cancellationToken">Has the server stop it.</param>
    /// <returns>The first value of the first row; null when there is no row.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) =>
        Start(CommandBehavior.Default, CommandExecutor.ExecuteScalarAsync, cancellationToken);

    /// <summary>Runs the command.</summary>
    /// <returns>A reader over its results; the connection takes no other command until it is closed.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    public new MySqlDataReader ExecuteReader() => ExecuteReader(CommandBehavior.Default);

    /// <summary>Runs the command.</summary>
    /// <param name="commandBehavior">Of which CloseConnection is followed; the others are hints.</param>
    /// <returns>A reader over its results; the connection takes no other command until it is closed.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    public new MySqlDataReader ExecuteReader(CommandBehavior commandBehavior) =>
        CommandExecutor.ExecuteReaderAsync(Request(commandBehavior), IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Runs the command.</summary>
    /// <param name="cancellationToken">Has the server stop it, as long as the task has not ended.</param>
    /// <returns>A reader over its results; the connection takes no other command until it is closed.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public new Task<MySqlDataReader> ExecuteReaderAsync(CancellationToken cancellationToken = default) =>
        ExecuteReaderAsync(CommandBehavior.Default, cancellationToken);

    /// <summary>Runs the command.</summary>
    /// <param name="behavior">Of which CloseConnection is followed; the others are hints.</param>
    /// <param name="cancellationToken">Has the server stop it, as long as the task has not ended.</param>
    /// <returns>A reader over its results; the connection takes no other command until it is closed.</returns>
    /// <exception cref="MySqlException">The server refused, the time-out expired, or the connection broke.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public new Task<MySqlDataReader> ExecuteReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken = default) =>
        Start(behavior, CommandExecutor.ExecuteReaderAsync, cancellationToken);

    /// <summary>Has the server prepare the statements, unless IgnorePrepare is set. It lasts until the connection is closed.</summary>
    /// <exception cref="MySqlException">The server refused.</exception>
    public override void Prepare() => PrepareAsync(IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Has the server prepare the statements, unless IgnorePrepare is set. It lasts until the connection is closed.</summary>
    /// <param name="cancellationToken">Stops it before it begins.</param>
    /// <returns>A task that ends when they are prepared.</returns>
    /// <exception cref="MySqlException">The server refused.</exception>
    public override Task PrepareAsync(CancellationToken cancellationToken = default) =>
        PrepareAsync(IOBehavior.Asynchronous, cancellationToken).AsTask();

    /// <inheritdoc/>
    protected override DbParameter CreateDbParameter() => new MySqlParameter();

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => ExecuteReader(behavior);

    /// <inheritdoc/>
    protected override async Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) =>
        await CommandExecutor.ExecuteReaderAsync(Request(behavior), IOBehavior.Asynchronous, cancellationToken);

    // Errors before the first await come with the task, too.
    private async Task<T> Start<T>(
        CommandBehavior behavior, Func<CommandRequest, IOBehavior, CancellationToken, ValueTask<T>> execute, CancellationToken cancellationToken) =>
        await execute(Request(behavior), IOBehavior.Asynchronous, cancellationToken);

    private CommandRequest Request(CommandBehavior behavior)
    {
        var connection = VerifyValid();
        IReadOnlyList<ExecutionStep> steps = FindPrepared() is { } prepared
            ? prepared.CreateSteps(_parameters)
            : [new TextStep(CommandText, _parameters)];
        LastInsertedId = 0;
        return new CommandRequest(this, connection, Transaction, steps, CommandTimeout, behavior);
    }

    private PreparedText? FindPrepared() =>
        Connection is { State: ConnectionState.Open } connection ? connection.Session.Statements.Find(CommandText) : null;

    private async ValueTask PrepareAsync(IOBehavior io, CancellationToken cancellationToken)
    {
        var connection = VerifyValid();
        if (connection.Settings.IgnorePrepare || FindPrepared() is not null)
            return;
        cancellationToken.ThrowIfCancellationRequested();
        await StatementPreparer.PrepareAsync(connection, CommandText, _parameters, CommandTimeout, io, cancellationToken);
    }

    private MySqlConnection VerifyValid()
    {
        var connection = Connection ?? throw new InvalidOperationException("Connection property must be non-null.");
        if (connection.State is not (ConnectionState.Open or ConnectionState.Connecting))
            throw new InvalidOperationException($"Connection must be Open; current state is {connection.State}");
        return string.IsNullOrWhiteSpace(CommandText)
            ? throw new InvalidOperationException("CommandText must be specified")
            : connection;
    }
}
