namespace Domaeka.Core.Commands;

/// <summary>
/// A command that people type into a room. Add one with <c>AddCommand&lt;T&gt;()</c>; there is one instance for all rooms, so it must be
/// thread-safe.
/// </summary>
public interface IChatCommand
{
    /// <summary>How it is called and what it takes. Read once at the start.</summary>
    CommandDefinition Definition { get; }

    /// <summary>
    /// Answers. The token fires at the command's time-out and when the server stops; a command that ignores it no longer holds its room
    /// up, but its answer is lost. An exception is logged and answered with an apology.
    /// </summary>
    ValueTask<CommandReply> ExecuteAsync(CommandContext context, CancellationToken cancellationToken);
}
