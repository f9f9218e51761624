namespace Domaeka.Core.Access;

/// <summary>Which keys to list, in the order of their creation.</summary>
public sealed record ApiKeyQuery
{
    /// <summary>Only keys that are neither revoked nor expired at this time; null means all.</summary>
    public DateTimeOffset? ActiveAt { get; init; }

    /// <summary>Only keys behind this one, by time of creation and id; null starts at the first.</summary>
    public (DateTimeOffset CreatedAt, string Id)? After { get; init; }

    /// <summary>At most so many, 1 or more.</summary>
    public required int Limit { get; init; }
}
