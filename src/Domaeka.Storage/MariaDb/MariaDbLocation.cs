using System.Diagnostics.CodeAnalysis;
using MySqlConnector;

namespace Domaeka.Storage.MariaDb;

/// <summary>The database and the connection string that opens it.</summary>
/// <param name="Server">Host and port, for the log.</param>
/// <param name="Database">Its name.</param>
/// <param name="ConnectionString">For the driver.</param>
internal sealed record MariaDbLocation(string Server, string Database, string ConnectionString)
{
    /// <summary>How many transactions run at once: those of the chat log and of the outbox, which come in batches, and others beside them.</summary>
    public const int WriteConnections = 4;

    // Health checks, migrations, and what looks for the outcome of a broken commit.
    private const int FurtherConnections = 4;

    private const uint ConnectSeconds = 5;
    private const uint CommandSeconds = 15;

    /// <summary>Finds out where the database is; on failure <paramref name="problem"/> names the option that is wrong.</summary>
    public static bool TryResolve(
        StorageOptions options,
        [NotNullWhen(true)] out MariaDbLocation? location,
        [NotNullWhen(false)] out string? problem)
    {
        location = null;
        MySqlConnectionStringBuilder builder;
        try
        {
            builder = new MySqlConnectionStringBuilder(options.ConnectionString ?? "");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException or NotSupportedException)
        {
            problem = $"Storage:ConnectionString cannot be read: {exception.Message}";
            return false;
        }

        problem = FindProblem(builder);
        if (problem is not null)
        {
            problem = $"Storage:ConnectionString {problem}";
            return false;
        }

        // What the person who configures it has set stays.
        void Default(string keyword, Action set)
        {
            if (!builder.ContainsKey(keyword))
                set();
        }

        Default("Connection Timeout", () => builder.ConnectionTimeout = ConnectSeconds);
        Default("Default Command Timeout", () => builder.DefaultCommandTimeout = CommandSeconds);
        builder.MaximumPoolSize = Math.Max((uint)(options.ReadConnections + WriteConnections + FurtherConnections), builder.MaximumPoolSize);

        // A date that is none must not keep a row from being read; numbers are read as numbers; and what a migration sets ends with it.
        builder.ConvertZeroDateTime = true;
        builder.ConnectionReset = true;
        builder.TreatTinyAsBoolean = false;
        builder.GuidFormat = MySqlGuidFormat.None;
        location = new MariaDbLocation($"{builder.Server}:{builder.Port}", builder.Database, builder.ConnectionString);
        return true;
    }

    private static string? FindProblem(MySqlConnectionStringBuilder builder)
    {
        if (string.IsNullOrWhiteSpace(builder.Server))
            return "has no 'Server'; it must name the host of the MariaDB server.";
        if (string.IsNullOrWhiteSpace(builder.Database))
            return "has no 'Database'; it must name one that is there.";
        return null;
    }
}
