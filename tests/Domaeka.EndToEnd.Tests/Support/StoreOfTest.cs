using Domaeka.TestKit.MariaDb;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>A data directory and, on MariaDB, a database of its own; both go away with the test.</summary>
internal sealed class StoreOfTest : IAsyncDisposable
{
    public const string Sqlite = "sqlite";
    public const string MariaDb = "mariadb";

    private readonly TempDirectory _directory;
    private readonly TestDatabase? _database;

    private StoreOfTest(TempDirectory directory, TestDatabase? database)
    {
        _directory = directory;
        _database = database;
        Store = new ServerStore(directory.Path, database?.ConnectionString);
    }

    public ServerStore Store { get; }

    /// <summary>Makes an empty one.</summary>
    /// <param name="provider">Which database.</param>
    /// <param name="server">The MariaDB server; null means that of the test run.</param>
    public static async Task<StoreOfTest> CreateAsync(string provider, PrivateMariaDb? server = null) =>
        new(new TempDirectory(), provider == MariaDb ? await TestDatabase.CreateAsync(server?.ConnectionString) : null);

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        _directory.Dispose();
    }
}
