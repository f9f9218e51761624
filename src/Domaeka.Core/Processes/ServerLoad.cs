namespace Domaeka.Core.Processes;

/// <summary>What holds for a server, as one of its processes sees it.</summary>
public sealed record ServerLoad
{
    /// <summary>The server's number.</summary>
    public required long ServerId { get; init; }

    /// <summary>Address or name under which phones reach it; null when it is not known.</summary>
    public string? Host { get; init; }

    /// <summary>Whether it takes new phones.</summary>
    public ServerAvailability Availability { get; init; }

    /// <summary>How many phones all its processes together may hold, 1 or more; null: as many as come.</summary>
    public int? MaxBots { get; init; }

    /// <summary>Places taken in its other processes that reported lately.</summary>
    public int TakenElsewhere { get; init; }
}
