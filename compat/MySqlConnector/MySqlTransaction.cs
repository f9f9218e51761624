using System.Data;
using System.Data.Common;
using MySqlConnector.Protocol;

namespace MySqlConnector;

/// <summary>
/// A transaction on the server. Disposing one that was neither committed nor rolled back rolls it back. One connection has one at a time.
/// </summary>
public sealed class MySqlTransaction : DbTransaction
{
    private MySqlConnection? _connection;
    private bool _isDisposed;

    internal MySqlTransaction(MySqlConnection connection, IsolationLevel isolationLevel)
    {
        _connection = connection;
        IsolationLevel = isolationLevel;
    }

    /// <summary>The connection; null once the transaction is over.</summary>
    public new MySqlConnection? Connection => _connection;

    /// <summary>The level asked for.</summary>
    public override IsolationLevel IsolationLevel { get; }

    /// <summary>Always true: the server knows savepoints.</summary>
    public override bool SupportsSavepoints => true;

    /// <inheritdoc/>
    protected override DbConnection? DbConnection => _connection;

    /// <summary>Commits.</summary>
    /// <exception cref="InvalidOperationException">The transaction is over, or its connection closed.</exception>
    /// <exception cref="MySqlException">The server refused, or the connection broke; then nobody knows whether it was committed.</exception>
    public override void Commit() => EndAsync("COMMIT", IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Commits.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A task that ends when the server has committed.</returns>
    /// <exception cref="InvalidOperationException">The transaction is over, or its connection closed.</exception>
    /// <exception cref="MySqlException">The server refused, or the connection broke; then nobody knows whether it was committed.</exception>
    public override Task CommitAsync(CancellationToken cancellationToken = default) =>
        EndAsync("COMMIT", IOBehavior.Asynchronous, cancellationToken).AsTask();

    /// <summary>Rolls back.</summary>
    /// <exception cref="InvalidOperationException">The transaction is over, or its connection closed.</exception>
    public override void Rollback() => EndAsync("ROLLBACK", IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Rolls back.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A task that ends when the server has rolled back.</returns>
    /// <exception cref="InvalidOperationException">The transaction is over, or its connection closed.</exception>
    public override Task RollbackAsync(CancellationToken cancellationToken = default) =>
        EndAsync("ROLLBACK", IOBehavior.Asynchronous, cancellationToken).AsTask();

    /// <summary>Sets a savepoint, in place of one of the same name.</summary>
    /// <param name="savepointName">Its name.</param>
    public override void Save(string savepointName) =>
        RunAsync("SAVEPOINT ", savepointName, IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Sets a savepoint, in place of one of the same name.</summary>
    /// <param name="savepointName">Its name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A task that ends when it is set.</returns>
    public override Task SaveAsync(string savepointName, CancellationToken cancellationToken = default) =>
        RunAsync("SAVEPOINT ", savepointName, IOBehavior.Asynchronous, cancellationToken).AsTask();

    /// <summary>Takes back what was done since the savepoint; the transaction goes on.</summary>
    /// <param name="savepointName">Its name.</param>
    public override void Rollback(string savepointName) =>
        RunAsync("ROLLBACK TO SAVEPOINT ", savepointName, IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Takes back what was done since the savepoint; the transaction goes on.</summary>
    /// <param name="savepointName">Its name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A task that ends when it is done.</returns>
    public override Task RollbackAsync(string savepointName, CancellationToken cancellationToken = default) =>
        RunAsync("ROLLBACK TO SAVEPOINT ", savepointName, IOBehavior.Asynchronous, cancellationToken).AsTask();

    /// <summary>Forgets a savepoint; nothing is taken back.</summary>
    /// <param name="savepointName">Its name.</param>
    public override void Release(string savepointName) =>
        RunAsync("RELEASE SAVEPOINT ", savepointName, IOBehavior.Synchronous, default).GetAwaiter().GetResult();

    /// <summary>Forgets a savepoint; nothing is taken back.</summary>
    /// <param name="savepointName">Its name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A task that ends when it is forgotten.</returns>
    public override Task ReleaseAsync(string savepointName, CancellationToken cancellationToken = default) =>
        RunAsync("RELEASE SAVEPOINT ", savepointName, IOBehavior.Asynchronous, cancellationToken).AsTask();

    /// <summary>Rolls back unless the transaction is over.</summary>
    /// <returns>A task that ends when that is done.</returns>
    public override ValueTask DisposeAsync() => DisposeAsync(IOBehavior.Asynchronous);

    /// <summary>The connection closes: whatever is open is rolled back by that.</summary>
    internal void Detach() => _connection = null;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            DisposeAsync(IOBehavior.Synchronous).GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    private async ValueTask DisposeAsync(IOBehavior io)
    {
        _isDisposed = true;
        if (_connection is not { } connection)
            return;
        _connection = null;
        if (connection.State == ConnectionState.Open && connection.CurrentTransaction == this)
        {
            connection.CurrentTransaction = null;
            await connection.RollbackAsync(io);
        }
    }

    private async ValueTask EndAsync(string sql, IOBehavior io, CancellationToken cancellationToken)
    {
        var connection = VerifyValid();
        await connection.RunAsync(sql, io, cancellationToken);
        connection.CurrentTransaction = null;
        _connection = null;
    }

    private async ValueTask RunAsync(string sql, string savepointName, IOBehavior io, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(savepointName);
        var quoted = savepointName.Replace("`", "``", StringComparison.Ordinal);
        await VerifyValid().RunAsync($"{sql}`{quoted}`", io, cancellationToken);
    }

    private MySqlConnection VerifyValid()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var connection = _connection ?? throw new InvalidOperationException("Already committed or rolled back.");
        if (connection.State != ConnectionState.Open)
            throw new InvalidOperationException("Connection must be open");
        return connection.CurrentTransaction == this
            ? connection
            : throw new InvalidOperationException("This is not the active transaction.");
    }
}
