using System.Collections.Frozen;

namespace Domaeka.Core.Commands;

/// <summary>Finds the command that a line calls: an exact trigger at the start of the line, ended by white space or the line's end.</summary>
internal sealed class CommandRouter
{
    private readonly FrozenDictionary<char, IChatCommand[]> _byFirstCharacter;

    /// <exception cref="InvalidOperationException">A definition is not valid, or two commands share a trigger.</exception>
    public CommandRouter(IEnumerable<IChatCommand> commands)
    {
        var all = commands.ToArray();
        CommandDefinitionChecker.ThrowIfInvalid(all.Select(command => command.Definition));
        Definitions = [.. all.Select(command => command.Definition).OrderBy(definition => definition.Trigger, StringComparer.Ordinal)];

        // Longest first, so that "# echo loud" wins over "# echo".
        _byFirstCharacter = all
            .GroupBy(command => command.Definition.Trigger[0])
            .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(command => command.Definition.Trigger.Length).ToArray());
    }

    /// <summary>Every command, in the order of their triggers.</summary>
    public IReadOnlyList<CommandDefinition> Definitions { get; }

    /// <summary>The command, or null for plain chat.</summary>
    public CommandMatch? Match(string text)
    {
        if (text.Length == 0 || !_byFirstCharacter.TryGetValue(text[0], out var candidates))
            return null;

        foreach (var command in candidates)
        {
            var trigger = command.Definition.Trigger;
            if (text.StartsWith(trigger, StringComparison.Ordinal) && (text.Length == trigger.Length || char.IsWhiteSpace(text[trigger.Length])))
                return new CommandMatch(command, text[trigger.Length..]);
        }

        return null;
    }
}
