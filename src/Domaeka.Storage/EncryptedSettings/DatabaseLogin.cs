using System.Data.Common;
using System.Globalization;

namespace Domaeka.Storage.EncryptedSettings;

/// <summary>Where the MariaDB is and who the server is there.</summary>
internal sealed record DatabaseLogin
{
    /// <summary>Name or address.</summary>
    public required string Host { get; init; }

    /// <summary>1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>The account.</summary>
    public required string User { get; init; }

    /// <summary>Its password; may be empty.</summary>
    public required string Password { get; init; }

    /// <summary>The schema.</summary>
    public required string Database { get; init; }

    /// <summary>The provider's <c>SslMode</c>; null: its default.</summary>
    public string? SslMode { get; init; }

    /// <summary>As <see cref="StorageOptions.ConnectionString"/> of MariaDB.</summary>
    public string ToConnectionString()
    {
        var builder = new DbConnectionStringBuilder
        {
            ["Server"] = Host,
            ["Port"] = Port.ToString(CultureInfo.InvariantCulture),
            ["User ID"] = User,
            ["Password"] = Password,
            ["Database"] = Database,
        };
        if (SslMode is not null)
            builder["SslMode"] = SslMode;
        return builder.ConnectionString;
    }

    /// <summary>Does not give the password away.</summary>
    public override string ToString() => $"{User}@{Host}:{Port}/{Database}";
}
