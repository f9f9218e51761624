namespace Domaeka.Core.Draining;

/// <summary>How far a drain has come, at one moment.</summary>
public sealed record DrainProgress
{
    /// <summary>Where it stands. Without a drain the other members are 0 or null, but for <see cref="Remaining"/>.</summary>
    public required DrainPhase Phase { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How many connections were told to leave.</summary>
    public int Told { get; init; }

    /// <summary>How many of those have ended.</summary>
    public int Closed { get; init; }

    /// <summary>How many connections are open, told or not.</summary>
    public required int Remaining { get; init; }

    /// <summary>Where the phones go, with what was asked for or is the default put in; null when they are told to come back here.</summary>
    public MigrationOrder? Order { get; init; }
}
