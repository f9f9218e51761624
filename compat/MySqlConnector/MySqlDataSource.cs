using System.Data.Common;
using MySqlConnector.Pooling;
using MySqlConnector.Protocol;
using MySqlConnector.Settings;

namespace MySqlConnector;

/// <summary>A server, an account and a pool of connections of its own. Disposing it closes the idle ones; those in use when they are closed.</summary>
public sealed class MySqlDataSource : DbDataSource
{
    private readonly ConnectionSettings _settings;
    private readonly string _connectionString;
    private string? _password;
    private int _isDisposed;

    /// <summary>A data source; nothing is opened yet.</summary>
    /// <param name="connectionString">The connection string.</param>
    /// <exception cref="ArgumentException">It is not valid.</exception>
    public MySqlDataSource(string connectionString)
        : this(connectionString, null)
    {
    }

    internal MySqlDataSource(string connectionString, string? name)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        _connectionString = connectionString;
        _settings = new ConnectionSettings(new MySqlConnectionStringBuilder(connectionString));
        Registration = new PoolRegistration(_settings, _settings.Pooling ? new ConnectionPool(_settings, TimeProvider.System) : null);
        Name = name;
    }

    /// <summary>The connection string.</summary>
    public override string ConnectionString => _connectionString;

    /// <summary>Its name; null: none.</summary>
    internal string? Name { get; }

    /// <summary>Sets the password of connections that are opened from now on, in place of the connection string's.</summary>
    public string Password
    {
        set => Volatile.Write(ref _password, value ?? throw new ArgumentNullException(nameof(value)));
    }

    internal PoolRegistration Registration { get; }

    internal string? CurrentPassword => Volatile.Read(ref _password);

    /// <summary>A closed connection.</summary>
    /// <returns>The connection.</returns>
    public new MySqlConnection CreateConnection() => (MySqlConnection)base.CreateConnection();

    /// <summary>An open connection.</summary>
    /// <returns>The connection; whoever gets it closes it.</returns>
    /// <exception cref="MySqlException">It could not be opened.</exception>
    public new MySqlConnection OpenConnection() => (MySqlConnection)base.OpenConnection();

    /// <summary>An open connection.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The connection; whoever gets it closes it.</returns>
    /// <exception cref="MySqlException">It could not be opened.</exception>
    public new async ValueTask<MySqlConnection> OpenConnectionAsync(CancellationToken cancellationToken = default) =>
        (MySqlConnection)await base.OpenConnectionAsync(cancellationToken);

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
        return new MySqlConnection(this);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isDisposed, 1) == 0 && Registration.Pool is { } pool)
            pool.CloseAsync(IOBehavior.Synchronous).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeAsyncCore()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0 && Registration.Pool is { } pool)
            await pool.CloseAsync(IOBehavior.Asynchronous);
    }
}
