namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>Where a server keeps what it must not lose.</summary>
/// <param name="Directory">Its data directory; pictures are in it in any case.</param>
/// <param name="MariaDb">The connection string of its database; null for the SQLite database in the directory.</param>
internal sealed record ServerStore(string Directory, string? MariaDb = null)
{
    /// <summary>The word for the database in settings and messages.</summary>
    public string Provider => MariaDb is null ? "sqlite" : "mariadb";

    /// <summary>The settings that lead a server there.</summary>
    public IReadOnlyList<string> Settings => MariaDb is null
        ? [$"--Data:Directory={Directory}"]
        : [$"--Data:Directory={Directory}", "--Storage:Provider=mariadb", $"--Storage:ConnectionString={MariaDb}"];

    public static implicit operator ServerStore(string directory) => new(directory);
}
