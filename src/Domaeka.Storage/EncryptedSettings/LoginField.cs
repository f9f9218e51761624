namespace Domaeka.Storage.EncryptedSettings;

/// <summary>A field of <see cref="DatabaseLogin"/> and the names that it goes by.</summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Aliases">Its names in documents, in lower case without separators.</param>
internal sealed record LoginField(string Name, params string[] Aliases)
{
    // DB_HOST, mysql-host.
    private static readonly string[] Prefixes = ["mariadb", "mysql", "db"];

    public static LoginField Host { get; } = new("host", "host", "hostname", "server");

    public static LoginField Port { get; } = new("port", "port");

    public static LoginField User { get; } = new("user", "user", "username");

    public static LoginField Password { get; } = new("password", "password", "passwd", "pass");

    public static LoginField Database { get; } = new("database", "database", "db", "dbname", "name", "schema");

    public static LoginField SslMode { get; } = new("ssl_mode", "sslmode");

    /// <summary>Every field.</summary>
    public static IReadOnlyList<LoginField> All { get; } = [Host, Port, User, Password, Database, SslMode];

    /// <summary>The field that a name of a document means, or null.</summary>
    public static LoginField? Of(string name)
    {
        var plain = Plain(name);
        return All.FirstOrDefault(field => field.Aliases.Contains(plain))
            ?? Prefixes
                .Where(prefix => plain.StartsWith(prefix, StringComparison.Ordinal))
                .Select(prefix => All.FirstOrDefault(field => field.Aliases.Contains(plain[prefix.Length..])))
                .FirstOrDefault(field => field is not null);
    }

    /// <summary>Lower case, without separators.</summary>
    public static string Plain(string name) =>
        string.Concat(name.Where(character => character is not ('_' or '-' or ' ' or '.'))).ToLowerInvariant();
}
