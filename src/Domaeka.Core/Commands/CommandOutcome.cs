namespace Domaeka.Core.Commands;

/// <summary>How the run of a command came to its end.</summary>
internal enum CommandOutcome
{
    /// <summary>The command has answered, possibly nothing.</summary>
    Answered,

    /// <summary>It has failed.</summary>
    Failed,

    /// <summary>It took longer than it may.</summary>
    TimedOut,

    /// <summary>Too many of its runs hang, or its circuit is open: it was not called.</summary>
    TurnedAway,

    /// <summary>Whoever asked may not; it was not called.</summary>
    NotAllowed,

    /// <summary>It was asked wrongly; it was not called.</summary>
    Misused,

    /// <summary>The server stops.</summary>
    Stopped,
}
