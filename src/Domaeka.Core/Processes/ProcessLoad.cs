namespace Domaeka.Core.Processes;

/// <summary>How many phones one process holds.</summary>
public sealed record ProcessLoad
{
    /// <summary>The process, up to 100 characters.</summary>
    public required string ProcessName { get; init; }

    /// <summary>Its server; null when it has none.</summary>
    public long? ServerId { get; init; }

    /// <summary>Devices with a live (proven) connection.</summary>
    public required int LiveBots { get; init; }

    /// <summary>Devices that take a place: connected, proven or not, or just let in.</summary>
    public required int TakenPlaces { get; init; }

    /// <summary>When this was counted.</summary>
    public required DateTimeOffset At { get; init; }
}
