namespace Domaeka.Storage.Tests.Contract;

/// <summary>A fresh, empty database with the stores on it, and the ways to meddle with it that the contract suite needs.</summary>
public interface IStorageFixture : IAsyncDisposable
{
    /// <summary>Resolves the stores.</summary>
    IServiceProvider Services { get; }

    /// <summary>Makes the database and starts a host with the stores.</summary>
    Task StartAsync();

    /// <summary>Stops the host and starts another on the same database.</summary>
    Task RestartAsync();

    /// <summary>Runs plain SQL as another program would, over a connection of its own, and commits it.</summary>
    Task ExecuteAsync(string sql);

    /// <summary>Reads the first column of the first row as another program would; null for NULL or no row.</summary>
    Task<string?> ReadTextAsync(string sql);

    /// <summary>Makes every write fail, by a lock that another program holds, until the result is disposed of.</summary>
    Task<IAsyncDisposable> BlockWritesAsync();
}
