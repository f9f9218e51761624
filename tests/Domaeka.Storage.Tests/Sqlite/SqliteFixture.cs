using Domaeka.Storage.Tests.Contract;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;

namespace Domaeka.Storage.Tests.Sqlite;

/// <summary>A SQLite database in a directory of its own.</summary>
internal sealed class SqliteFixture : IStorageFixture
{
    private readonly TempDirectory _directory = new();
    private IHost? _host;

    public IServiceProvider Services => _host!.Services;

    public string File => _directory.File("domaeka.db");

    public async Task StartAsync() => _host = await StorageHost.StartAsync(Configure);

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async Task<string?> ReadTextAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task<IAsyncDisposable> BlockWritesAsync()
    {
        // Disposing of the connection rolls back.
        var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _directory.Dispose();
    }

    public async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        return connection;
    }

    private void Configure(StorageOptions options)
    {
        options.DataDirectory = _directory.Path;
        options.BusyTimeout = TimeSpan.FromMilliseconds(50);
        options.Synchronous = StorageSynchronous.Normal;
    }

    private async Task StopAsync()
    {
        if (_host is null)
            return;

        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        _host = null;
    }
}
