using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Domaeka.Storage.Sqlite;

/// <summary>The database file and the connection string that opens it.</summary>
/// <param name="Path">Full path of the file.</param>
/// <param name="ConnectionString">For the driver, without its own pooling: connections are kept here.</param>
internal sealed record SqliteLocation(string Path, string ConnectionString)
{
    private const string FileName = "domaeka.db";

    /// <summary>Finds out where the database is; on failure <paramref name="problem"/> names the option that is wrong.</summary>
    public static bool TryResolve(
        StorageOptions options,
        [NotNullWhen(true)] out SqliteLocation? location,
        [NotNullWhen(false)] out string? problem)
    {
        location = null;
        problem = null;
        SqliteConnectionStringBuilder builder;
        try
        {
            builder = new SqliteConnectionStringBuilder(options.ConnectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException)
        {
            problem = $"Storage:ConnectionString cannot be read: {exception.Message}";
            return false;
        }

        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            builder.DataSource = System.IO.Path.Combine(options.DataDirectory, FileName);
        }
        else if (FindConflict(builder) is { } conflict)
        {
            problem = $"Storage:ConnectionString {conflict}";
            return false;
        }

        builder.DataSource = System.IO.Path.GetFullPath(builder.DataSource);
        builder.Mode = SqliteOpenMode.ReadWriteCreate;
        builder.Pooling = false;
        location = new SqliteLocation(builder.DataSource, builder.ConnectionString);
        return true;
    }

    // Several connections look at one file: that rules out memory databases, and the shared cache brings table locks along.
    private static string? FindConflict(SqliteConnectionStringBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.DataSource))
            return "has no 'Data Source'; it must name the database file.";
        if (builder.DataSource.StartsWith(':') || builder.DataSource.StartsWith("file:", StringComparison.Ordinal)
            || builder.Mode == SqliteOpenMode.Memory)
            return "does not name a file; a database in memory or by URI cannot be used.";
        if (builder.Mode == SqliteOpenMode.ReadOnly)
            return "has Mode=ReadOnly; the server must be able to write.";
        if (builder.Cache == SqliteCacheMode.Shared)
            return "has Cache=Shared, which cannot be used with several connections.";
        return null;
    }
}
