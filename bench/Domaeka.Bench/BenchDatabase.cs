using System.Data.Common;
using Domaeka.Storage;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace Domaeka.Bench;

/// <summary>The database of one measurement: a file of its own, or one on a MariaDB that is dropped in the end.</summary>
internal sealed class BenchDatabase : IDisposable
{
    private readonly string? _name;

    private BenchDatabase(string connectionString, string? name)
    {
        ConnectionString = connectionString;
        _name = name;
    }

    /// <summary>A MariaDB account that may create databases; null measures SQLite.</summary>
    public static string? Server { get; set; }

    public string ConnectionString { get; }

    /// <summary>What it is called in a table of figures.</summary>
    public static string Name => Server is null ? "SQLite" : "MariaDB";

    public static BenchDatabase Create(string directory)
    {
        if (Server is null)
            return new BenchDatabase($"Data Source={Path.Combine(directory, "domaeka.db")}", null);

        var name = $"bench_{Guid.NewGuid():N}";
        RunOnServer($"CREATE DATABASE {name} CHARACTER SET utf8mb4");
        return new BenchDatabase(new MySqlConnectionStringBuilder(Server) { Database = name }.ConnectionString, name);
    }

    /// <summary>What the server is told of it.</summary>
    public string[] ToSettings() => _name is null ? [] : ["--Storage:Provider=mariadb", $"--Storage:ConnectionString={ConnectionString}"];

    public void Configure(StorageOptions options)
    {
        options.ConnectionString = ConnectionString;
        if (_name is not null)
            options.Provider = "mariadb";
    }

    /// <summary>For reading beside the server.</summary>
    public DbConnection Open()
    {
        DbConnection connection = _name is null
            ? new SqliteConnection($"{ConnectionString};Mode=ReadOnly;Pooling=False")
            : new MySqlConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        if (_name is not null)
            RunOnServer($"DROP DATABASE {_name}");
    }

    private static void RunOnServer(string sql)
    {
        using var connection = new MySqlConnection(Server);
        connection.Open();
        using var command = new MySqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
