using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using MySqlConnector.Pooling;
using MySqlConnector.Protocol;
using MySqlConnector.Protocol.Payloads;
using MySqlConnector.Session;
using MySqlConnector.Settings;

namespace MySqlConnector;

/// <summary>
/// A connection to a MariaDB or MySQL server. Opening takes one from the pool of its connection string, closing gives it back. It serves
/// one command at a time.
/// </summary>
public sealed class MySqlConnection : DbConnection, ICloneable
{
    private readonly MySqlDataSource? _dataSource;
    private string _connectionString;
    private PoolRegistration? _registration;
    private PooledSession? _pooled;
    private ConnectionState _state;
    private bool _hasBeenOpen;
    private int _isInUse;
    private object? _owner;

    /// <summary>A connection without a connection string.</summary>
    public MySqlConnection()
        : this("")
    {
    }

    /// <summary>A connection that is not open yet.</summary>
    /// <param name="connectionString">The connection string; null is taken as empty.</param>
    public MySqlConnection(string? connectionString) => _connectionString = connectionString ?? "";

    internal MySqlConnection(MySqlDataSource dataSource)
        : this(dataSource.ConnectionString)
    {
        _dataSource = dataSource;
        _registration = dataSource.Registration;
    }

    /// <summary>
    /// The connection string. Once opened it is told without its passwords, unless PersistSecurityInfo is set. Setting it is possible while closed.
    /// </summary>
    /// <exception cref="InvalidOperationException">Set while open.</exception>
    [AllowNull]
    public override string ConnectionString
    {
        get => _hasBeenOpen && _registration is { } registration ? registration.Settings.ConnectionStringWithoutPassword : _connectionString;
        set
        {
            if (_state == ConnectionState.Open)
                throw new InvalidOperationException("Cannot change the connection string on an open connection.");
            if (_dataSource is not null)
                throw new InvalidOperationException("Cannot change the connection string of a connection that was created by a MySqlDataSource.");
            _hasBeenOpen = false;
            _registration = null;
            _connectionString = value ?? "";
        }
    }

    /// <summary>Seconds that opening may take. Default: 15; 0 means for ever.</summary>
    public override int ConnectionTimeout =>
        Settings.ConnectionTimeout == Timeout.InfiniteTimeSpan ? 0 : (int)Settings.ConnectionTimeout.TotalSeconds;

    /// <summary>The current database; that of the connection string while closed.</summary>
    public override string Database => _pooled?.Session.Database ?? Settings.Database;

    /// <summary>The server, as the connection string names it.</summary>
    public override string DataSource => string.Join(',', Settings.Hosts);

    /// <summary>The server's version, such as 10.11.6-MariaDB.</summary>
    /// <exception cref="InvalidOperationException">The connection is not open.</exception>
    public override string ServerVersion => Session.ServerVersion;

    /// <summary>The number by which the server knows the connection (CONNECTION_ID()).</summary>
    /// <exception cref="InvalidOperationException">The connection is not open.</exception>
    public int ServerThread => (int)Session.ConnectionId;

    /// <summary>Open, Closed or Connecting. A connection that the server or the network ended is Closed.</summary>
    public override ConnectionState State =>
        _state == ConnectionState.Open && _pooled is { Session.IsFailed: true } ? ConnectionState.Closed : _state;

    /// <summary>Always true.</summary>
    public override bool CanCreateBatch => true;

    /// <inheritdoc/>
    protected override DbProviderFactory DbProviderFactory => MySqlConnectorFactory.Instance;

    internal ConnectionSettings Settings => (_registration ??= PoolRegistry.Find(_connectionString)).Settings;

    internal MySqlTransaction? CurrentTransaction { get; set; }

    internal MySqlDataReader? ActiveReader { get; set; }

    internal ServerSession Session =>
        _state == ConnectionState.Open && _pooled is { } pooled
            ? pooled.Session
            : throw new InvalidOperationException($"Connection must be Open; current state is {State}");

    /// <summary>Closes all idle connections of every pool that connection strings made; those in use are closed when they are given back.</summary>
    public static void ClearAllPools() => PoolRegistry.ClearAllAsync(IOBehavior.Synchronous).GetAwaiter().GetResult();

    /// <summary>Closes all idle connections of every pool that connection strings made; those in use are closed when they are given back.</summary>
    /// <param name="cancellationToken">Not used: closing waits for nobody.</param>
    /// <returns>A task that ends when they are closed.</returns>
    public static Task ClearAllPoolsAsync(CancellationToken cancellationToken = default) =>
        PoolRegistry.ClearAllAsync(IOBehavior.Asynchronous).AsTask();

    /// <summary>Closes the idle connections of this connection's pool; those in use are closed when they are given back.</summary>
    /// <param name="connection">A connection, open or not.</param>
    public static void ClearPool(MySqlConnection connection) =>
        ClearPoolAsync(connection, IOBehavior.Synchronous).GetAwaiter().GetResult();

    /// <summary>Closes the idle connections of this connection's pool; those in use are closed when they are given back.</summary>
    /// <param name="connection">A connection, open or not.</param>
    /// <param name="cancellationToken">Not used: closing waits for nobody.</param>
    /// <returns>A task that ends when they are closed.</returns>
    public static Task ClearPoolAsync(MySqlConnection connection, CancellationToken cancellationToken = default) =>
        ClearPoolAsync(connection, IOBehavior.Asynchronous).AsTask();

    /// <summary>Opens the connection.</summary>
    /// <exception cref="MySqlException">It could not be opened in time, or the server refused.</exception>
    /// <exception cref="InvalidOperationException">It is open already.</exception>
    public override void Open() => OpenAsync(IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Opens the connection.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when it is open.</returns>
    /// <exception cref="MySqlException">It could not be opened in time, or the server refused.</exception>
    /// <exception cref="InvalidOperationException">It is open already.</exception>
    public override Task OpenAsync(CancellationToken cancellationToken) => OpenAsync(IOBehavior.Asynchronous, cancellationToken).AsTask();

    /// <summary>Closes the connection: rolls back, ends the reader, gives it back to its pool. Nothing when it is closed.</summary>
    public override void Close() => CloseAsync(IOBehavior.Synchronous).GetAwaiter().GetResult();

    /// <summary>Closes the connection: rolls back, ends the reader, gives it back to its pool. Nothing when it is closed.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    public override Task CloseAsync() => CloseAsync(IOBehavior.Asynchronous).AsTask();

    /// <summary>Closes the connection.</summary>
    /// <returns>A task that ends when it is closed.</returns>
    public override async ValueTask DisposeAsync()
    {
        await CloseAsync(IOBehavior.Asynchronous);
        await base.DisposeAsync();
    }

    /// <summary>Begins a transaction with the level REPEATABLE READ.</summary>
    /// <returns>The transaction.</returns>
    public new MySqlTransaction BeginTransaction() => BeginTransaction(IsolationLevel.Unspecified);

    /// <summary>Begins a transaction; the level stays that of the session's later ones, too.</summary>
    /// <param name="isolationLevel">The level; Unspecified is REPEATABLE READ, Snapshot that with a consistent snapshot from the start.</param>
    /// <returns>The transaction.</returns>
    public new MySqlTransaction BeginTransaction(IsolationLevel isolationLevel) => BeginTransaction(isolationLevel, isReadOnly: false);

    /// <summary>Begins a transaction; the level stays that of the session's later ones, too.</summary>
    /// <param name="isolationLevel">The level; Unspecified is REPEATABLE READ, Snapshot that with a consistent snapshot from the start.</param>
    /// <param name="isReadOnly">Whether it may not write.</param>
    /// <returns>The transaction.</returns>
    public MySqlTransaction BeginTransaction(IsolationLevel isolationLevel, bool isReadOnly) =>
        TransactionStart.BeginAsync(this, isolationLevel, isReadOnly, IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Begins a transaction with the level REPEATABLE READ.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The transaction.</returns>
    public new ValueTask<MySqlTransaction> BeginTransactionAsync(CancellationToken cancellationToken = default) =>
        BeginTransactionAsync(IsolationLevel.Unspecified, cancellationToken);

    /// <summary>Begins a transaction; the level stays that of the session's later ones, too.</summary>
    /// <param name="isolationLevel">The level; Unspecified is REPEATABLE READ, Snapshot that with a consistent snapshot from the start.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The transaction.</returns>
    public new ValueTask<MySqlTransaction> BeginTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken = default) =>
        BeginTransactionAsync(isolationLevel, isReadOnly: false, cancellationToken);

    /// <summary>Begins a transaction; the level stays that of the session's later ones, too.</summary>
    /// <param name="isolationLevel">The level; Unspecified is REPEATABLE READ, Snapshot that with a consistent snapshot from the start.</param>
    /// <param name="isReadOnly">Whether it may not write.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The transaction.</returns>
    public ValueTask<MySqlTransaction> BeginTransactionAsync(
        IsolationLevel isolationLevel, bool isReadOnly, CancellationToken cancellationToken = default) =>
        TransactionStart.BeginAsync(this, isolationLevel, isReadOnly, IOBehavior.Asynchronous, cancellationToken);

    /// <summary>Makes another database the current one, until the connection is closed.</summary>
    /// <param name="databaseName">Its name.</param>
    public override void ChangeDatabase(string databaseName) =>
        ChangeDatabaseAsync(databaseName, IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Makes another database the current one, until the connection is closed.</summary>
    /// <param name="databaseName">Its name.</param>
    /// <param name="cancellationToken">Stops it before it begins.</param>
    /// <returns>A task that ends when it is.</returns>
    public override Task ChangeDatabaseAsync(string databaseName, CancellationToken cancellationToken = default) =>
        ChangeDatabaseAsync(databaseName, IOBehavior.Asynchronous, cancellationToken).AsTask();

    /// <summary>Asks whether the server is there.</summary>
    /// <returns>false when it is not, or the connection is not open.</returns>
    public bool Ping() => PingAsync(IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Asks whether the server is there.</summary>
    /// <param name="cancellationToken">Gives up; the connection is of no use then.</param>
    /// <returns>false when it is not, or the connection is not open.</returns>
    public Task<bool> PingAsync(CancellationToken cancellationToken = default) => PingAsync(IOBehavior.Asynchronous, cancellationToken).AsTask();

    /// <summary>Makes the session as new: rolls back, and forgets temporary tables, variables and locks.</summary>
    /// <param name="cancellationToken">Gives up; the connection is of no use then.</param>
    /// <returns>A task that ends when it is.</returns>
    public async ValueTask ResetConnectionAsync(CancellationToken cancellationToken = default)
    {
        var session = Session;
        if (!await SessionReset.TryResetAsync(session, IOBehavior.Asynchronous, Settings.ConnectionTimeout, cancellationToken))
            throw new MySqlException("The connection could not be reset.");
        CurrentTransaction?.Detach();
        CurrentTransaction = null;
    }

    /// <summary>A command on this connection.</summary>
    /// <returns>A command without a text.</returns>
    public new MySqlCommand CreateCommand() => (MySqlCommand)base.CreateCommand();

    /// <summary>A batch on this connection.</summary>
    /// <returns>An empty batch.</returns>
    public new MySqlBatch CreateBatch() => (MySqlBatch)base.CreateBatch();

    /// <summary>A closed connection with the same connection string, password and all.</summary>
    /// <returns>The connection.</returns>
    public MySqlConnection Clone() => _dataSource is null ? new MySqlConnection(_connectionString) : new MySqlConnection(_dataSource);

    object ICloneable.Clone() => Clone();

    internal async ValueTask RunAsync(string sql, IOBehavior io, CancellationToken cancellationToken)
    {
        var session = Enter();
        try
        {
            await SessionCommand.RunAsync(session, sql, Settings.DefaultCommandTimeout, io, cancellationToken);
        }
        finally
        {
            Leave();
        }
    }

    // A transaction is given up: what went wrong before must not be hidden by what goes wrong now.
    internal async ValueTask RollbackAsync(IOBehavior io)
    {
        try
        {
            await RunAsync("ROLLBACK", io, default);
        }
        catch (MySqlException)
        {
            Session.Abort();
        }
    }

    /// <summary>Takes the connection for a command.</summary>
    /// <param name="owner">Who may cancel it; null: nobody.</param>
    internal ServerSession Enter(object? owner = null)
    {
        var session = Session;
        if (session.IsFailed)
            throw new InvalidOperationException("Connection must be Open; current state is Closed");
        if (ActiveReader is not null)
            throw new InvalidOperationException("There is already an open DataReader associated with this Connection which must be closed first.");
        if (Interlocked.CompareExchange(ref _isInUse, 1, 0) != 0)
            throw new InvalidOperationException("This MySqlConnection is already in use. A connection serves one command at a time.");
        Volatile.Write(ref _owner, owner);
        return session;
    }

    internal void Leave()
    {
        Volatile.Write(ref _owner, null);
        Volatile.Write(ref _isInUse, 0);
    }

    /// <summary>Stops the command under way if it is the owner's.</summary>
    internal void Cancel(object owner)
    {
        if (Volatile.Read(ref _owner) == owner)
            _pooled?.Session.Guard.Interrupt(InterruptReason.Cancel);
    }

    /// <inheritdoc/>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => BeginTransaction(isolationLevel);

    /// <inheritdoc/>
    protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken) =>
        await BeginTransactionAsync(isolationLevel, cancellationToken);

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand() => new MySqlCommand(this, null);

    /// <inheritdoc/>
    protected override DbBatch CreateDbBatch() => new MySqlBatch(this);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }

    private static async ValueTask ClearPoolAsync(MySqlConnection connection, IOBehavior io)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _ = connection.Settings;
        if (connection._registration!.Pool is { } pool)
            await pool.ClearAsync(io);
    }

    private async ValueTask OpenAsync(IOBehavior io, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // One that was lost counts as closed, and may be opened again without being told so.
        if (_state == ConnectionState.Open && State == ConnectionState.Closed)
            await CloseAsync(io);
        if (_state != ConnectionState.Closed)
            throw new InvalidOperationException($"Cannot Open when State is {State}.");
        var settings = Settings;
        var pool = _registration!.Pool;
        SetState(ConnectionState.Connecting);
        try
        {
            using var deadline = new Deadline(settings.ConnectionTimeout, cancellationToken);
            var password = _dataSource?.CurrentPassword;
            _pooled = pool is not null
                ? await pool.RentAsync(password, io, deadline)
                : new PooledSession(await SessionFactory.OpenAsync(settings, password, io, deadline), null, 0, 0);
            _hasBeenOpen = true;
            SetState(ConnectionState.Open);
        }
        catch
        {
            SetState(ConnectionState.Closed);
            throw;
        }
    }

    private async ValueTask CloseAsync(IOBehavior io)
    {
        if (_state == ConnectionState.Closed || _pooled is not { } pooled)
            return;
        try
        {
            if (ActiveReader is { } reader)
                await reader.CloseAsync(io);
            var session = pooled.Session;
            // A command that still runs elsewhere would answer the next user of the session.
            if (Volatile.Read(ref _isInUse) != 0)
                session.Abort();
            else if (!session.IsFailed && (CurrentTransaction is not null || session.Status.HasFlag(ServerStatus.InTransaction)))
                await RollbackAsync(io);
        }
        finally
        {
            CurrentTransaction?.Detach();
            CurrentTransaction = null;
            _pooled = null;
            Leave();
            SetState(ConnectionState.Closed);
            if (pooled.Pool is { } pool)
                await pool.ReturnAsync(pooled, io);
            else
                await pooled.Session.CloseAsync(io);
        }
    }

    private async ValueTask ChangeDatabaseAsync(string databaseName, IOBehavior io, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(databaseName);
        cancellationToken.ThrowIfCancellationRequested();
        var session = Enter();
        session.Guard.Begin(Settings.DefaultCommandTimeout);
        try
        {
            session.Writer.Clear();
            session.Writer.Begin();
            InitDatabasePayload.Write(session.Writer, databaseName);
            session.Writer.End();
            await session.SendAsync(io);
            await session.ReceiveOkAsync(io);
            session.Database = databaseName;
        }
        catch (Exception exception)
        {
            throw SessionCommand.Translate(session, exception, cancellationToken);
        }
        finally
        {
            await SessionCommand.EndAsync(session, io);
            Leave();
        }
    }

    private async ValueTask<bool> PingAsync(IOBehavior io, CancellationToken cancellationToken)
    {
        if (State != ConnectionState.Open)
            return false;
        var session = Enter();
        try
        {
            return await SessionReset.TryPingAsync(session, io, Settings.ConnectionTimeout, cancellationToken);
        }
        finally
        {
            Leave();
        }
    }

    private void SetState(ConnectionState state)
    {
        var before = _state;
        _state = state;
        if (before != state)
            OnStateChange(new StateChangeEventArgs(before, state));
    }
}
