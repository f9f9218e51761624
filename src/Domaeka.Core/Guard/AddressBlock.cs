using System.Net;

namespace Domaeka.Core.Guard;

/// <summary>An address from where no connections are taken for a time.</summary>
public sealed record AddressBlock
{
    /// <summary>Longest <see cref="Reason"/> in characters.</summary>
    public const int MaxReasonLength = 200;

    /// <summary>The address or network, as <see cref="ClientNetwork"/> cuts it.</summary>
    public required IPNetwork Network { get; init; }

    /// <summary>Who blocked it.</summary>
    public required BlockOrigin Origin { get; init; }

    /// <summary>Why, for people; may be empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Since when.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends by itself.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
