using Domaeka.Core.Commands;
using Domaeka.Core.Draining;
using Domaeka.Core.Memory;

namespace Domaeka.Core.Status;

/// <summary>What the server is doing, at one moment.</summary>
public sealed record ServerStatus
{
    /// <summary>The product version.</summary>
    public required string Version { get; init; }

    /// <summary>When the host started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Open phone connections, proven or not.</summary>
    public required int Connections { get; init; }

    /// <summary>Devices with a live (proven) connection.</summary>
    public required int LiveDevices { get; init; }

    /// <summary>Commands that wait in room lanes: for their turn to run, or with their answer for the commit of their line or for an earlier answer.</summary>
    public required int QueuedCommands { get; init; }

    /// <summary>Commands that run.</summary>
    public required int RunningCommands { get; init; }

    /// <summary>Chat lines that wait for their commit.</summary>
    public required int ChatLogBacklog { get; init; }

    /// <summary>Pushed messages that have not come to their end: that wait, are on their way, or whose arrival nobody has confirmed yet.</summary>
    public required int PendingMessages { get; init; }

    /// <summary>Chat lines received since the start.</summary>
    public required long LinesReceived { get; init; }

    /// <summary>Answers handed to phones since the start.</summary>
    public required long RepliesSent { get; init; }

    /// <summary>Duplicates dropped since the start.</summary>
    public required long DuplicatesDropped { get; init; }

    /// <summary>New phones are refused and the present ones were told to leave.</summary>
    public required bool IsDraining { get; init; }

    /// <summary>How far the drain has come.</summary>
    public required DrainProgress Drain { get; init; }

    /// <summary>The last read of the database and the last write to it succeeded.</summary>
    public required bool IsStorageAvailable { get; init; }

    /// <summary>Which database: <c>sqlite</c>, <c>mariadb</c>.</summary>
    public required string StorageProvider { get; init; }

    /// <summary>Every command, in the order of their triggers.</summary>
    public required IReadOnlyList<CommandStatus> Commands { get; init; }

    /// <summary>The runs of commands that go on behind their time-out, the eldest first; at most 100.</summary>
    public required IReadOnlyList<StuckCommand> StuckCommands { get; init; }

    /// <summary>How short memory is.</summary>
    public required MemoryPressure MemoryPressure { get; init; }

    /// <summary>What is used of how much, as of the last look.</summary>
    public required MemoryReading Memory { get; init; }
}
