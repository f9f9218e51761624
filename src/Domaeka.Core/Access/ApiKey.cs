namespace Domaeka.Core.Access;

/// <summary>A stored API key (<c>dk_api_keys</c>). The key itself is never stored, only its SHA-256.</summary>
public sealed record ApiKey
{
    /// <summary>Unique and harmless to show: 16 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>What an operator calls it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the key's UTF-8 bytes, 64 lower-case hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>What it may do.</summary>
    public required ApiScopes Scopes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends; null means never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was taken back; null while it holds.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When a call with it was last let through, to about a minute; null when that never happened.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>True when it is neither revoked nor expired at this time.</summary>
    public bool IsActive(DateTimeOffset at) => !(RevokedAt <= at) && !(ExpiresAt <= at);
}
