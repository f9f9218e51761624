namespace Domaeka.Core.Access;

/// <summary>What to change of a key. What is not set stays.</summary>
public sealed record ApiKeyUpdate
{
    /// <summary>The new name; null leaves it.</summary>
    public string? Name { get; init; }

    /// <summary>True: <see cref="ExpiresAt"/> is set, also to null.</summary>
    public bool SetsExpiresAt { get; init; }

    /// <summary>When it ends; null means never. Counts only with <see cref="SetsExpiresAt"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>True: it is taken back. A key that was taken back before keeps the time of that.</summary>
    public bool Revokes { get; init; }
}
