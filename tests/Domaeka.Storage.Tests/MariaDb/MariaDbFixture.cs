using Domaeka.Storage.Tests.Contract;
using Domaeka.TestKit.MariaDb;
using Microsoft.Extensions.Hosting;
using MySqlConnector;

namespace Domaeka.Storage.Tests.MariaDb;

/// <summary>A MariaDB database of its own.</summary>
internal sealed class MariaDbFixture : IStorageFixture
{
    private TestDatabase? _database;
    private IHost? _host;

    public IServiceProvider Services => _host!.Services;

    public TestDatabase Database => _database!;

    public async Task StartAsync()
    {
        _database ??= await MariaDbTemplate.CreateDatabaseAsync();
        _host = await StorageHost.StartAsync(Configure);
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public Task ExecuteAsync(string sql) => Database.ExecuteAsync(MeddlerSql.Translate(sql), MeddlerSql.Mode);

    public async Task<string?> ReadTextAsync(string sql) => (await Database.QueryAsync(MeddlerSql.Translate(sql), MeddlerSql.Mode)).FirstOrDefault() ?? "";

    public async Task<IAsyncDisposable> BlockWritesAsync()
    {
        // The locks go with the connection.
        var connection = await Database.OpenAsync();
        var tables = await Database.QueryAsync("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()");
        await using var command = new MySqlCommand($"LOCK TABLES {string.Join(", ", tables.Select(table => $"{table} READ"))}", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    public void Configure(StorageOptions options)
    {
        options.Provider = "mariadb";
        options.ConnectionString = Database.ConnectionString;
        options.BusyTimeout = TimeSpan.FromSeconds(1);
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
