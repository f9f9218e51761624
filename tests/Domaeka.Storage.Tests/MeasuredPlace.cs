namespace Domaeka.Storage.Tests;

/// <summary>Where a measuring program stores: a SQLite file, or a MariaDB database by its connection string.</summary>
internal static class MeasuredPlace
{
    public static void Configure(StorageOptions options, string place, StorageSynchronous synchronous)
    {
        var isFile = !place.Contains("Server=", StringComparison.OrdinalIgnoreCase);
        options.Provider = isFile ? StorageOptions.SqliteProvider : StorageOptions.MariaDbProvider;
        options.ConnectionString = isFile ? $"Data Source={place}" : place;
        options.Synchronous = synchronous;
    }
}
