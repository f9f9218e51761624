namespace Domaeka.Core.Processes;

/// <summary>A row of <c>kb_servers</c>: the machine that a process runs on, as the web admin describes it.</summary>
public sealed record ProcessServer
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>Its name; null when it has none.</summary>
    public string? Name { get; init; }

    /// <summary>Address or name under which phones reach it; null when it is not known.</summary>
    public string? Host { get; init; }

    /// <summary>The word in its row, such as <c>healthy</c> or <c>maintenance</c>; null when there is none.</summary>
    public string? Status { get; init; }

    /// <summary>How many phones may be connected to all its processes together; null: as many as come.</summary>
    public int? MaxBots { get; init; }

    /// <summary>How many are, as last counted.</summary>
    public int CurrentBots { get; init; }
}
