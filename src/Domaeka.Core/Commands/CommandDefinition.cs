namespace Domaeka.Core.Commands;

/// <summary>How a command is called, what it takes and who may use it.</summary>
public sealed record CommandDefinition
{
    /// <summary>Longest trigger: what <c>kb_chat_logs.directive</c> holds.</summary>
    public const int MaxTriggerLength = 30;

    /// <summary>
    /// What a line has to start with, such as <c># echo</c>: compared exactly, and followed by white space or the end of the line. 1 to
    /// <see cref="MaxTriggerLength"/> characters, no white space at either end, unique.
    /// </summary>
    public required string Trigger { get; init; }

    /// <summary>One Korean sentence for <c># help</c>.</summary>
    public required string Summary { get; init; }

    /// <summary>What the free text behind the trigger is called in the usage line, such as <c>내용</c>; null when the command takes none.</summary>
    public string? TextName { get; init; }

    /// <summary>True when the free text may not be empty (default: false).</summary>
    public bool IsTextRequired { get; init; }

    /// <summary>
    /// The parameters given as <c>--name=value</c>. A command without any gets its text untouched, even if it looks like a parameter.
    /// </summary>
    public IReadOnlyList<CommandParameter> Parameters { get; init; } = [];

    /// <summary>True when only the room's owners (<c>kb_rooms.room_owners</c>) may use it (default: false).</summary>
    public bool IsAdminOnly { get; init; }

    /// <summary>
    /// True when it calls another program, such as the shop over HTTP (default: false). Then a circuit breaker stands around it
    /// (<see cref="CommandOptions.CircuitFailures"/>): while that program does not answer, the room is told at once instead of after the time-out.
    /// </summary>
    public bool CallsOut { get; init; }

    /// <summary>After how long it is given up; null means <see cref="CommandOptions.Timeout"/>.</summary>
    public TimeSpan? Timeout { get; init; }
}
