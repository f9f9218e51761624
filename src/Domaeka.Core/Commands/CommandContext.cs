using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Commands;

/// <summary>What a command knows of the line that it answers.</summary>
public sealed record CommandContext
{
    /// <summary>The line.</summary>
    public required ChatLine Line { get; init; }

    /// <summary>The room's row as of when the line came in.</summary>
    public required Room Room { get; init; }

    /// <summary>The connection that brought the line.</summary>
    public required IPhoneConnection Connection { get; init; }

    /// <summary>What stands behind the trigger.</summary>
    public required CommandArguments Arguments { get; init; }

    /// <summary>True when the sender is one of the room's owners.</summary>
    public required bool IsAdmin { get; init; }

    /// <summary>Every command there is, in the order of their triggers.</summary>
    public required IReadOnlyList<CommandDefinition> Commands { get; init; }
}
