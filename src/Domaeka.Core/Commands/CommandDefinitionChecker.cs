namespace Domaeka.Core.Commands;

/// <summary>Finds mistakes in command definitions when the server starts, all at once.</summary>
internal static class CommandDefinitionChecker
{
    public static void ThrowIfInvalid(IEnumerable<CommandDefinition> definitions)
    {
        var all = definitions.ToArray();
        var errors = all.SelectMany(Check)
            .Concat(all.GroupBy(definition => definition.Trigger)
                .Where(group => group.Count() > 1)
                .Select(group => $"The trigger '{group.Key}' is used by {group.Count()} commands."))
            .ToArray();
        if (errors.Length > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, errors));
    }

    private static IEnumerable<string> Check(CommandDefinition definition)
    {
        var trigger = definition.Trigger;
        if (trigger.Length is 0 or > CommandDefinition.MaxTriggerLength || trigger.Trim() != trigger)
            yield return $"The trigger '{trigger}' must be 1 to {CommandDefinition.MaxTriggerLength} characters without white space at its ends.";
        if (definition.Timeout is { } timeout && (timeout < TimeSpan.FromMilliseconds(1) || timeout > TimeSpan.FromDays(1)))
            yield return $"{trigger}: the time-out {timeout} must be 1 ms to 24 h.";

        foreach (var parameter in definition.Parameters)
        {
            if (parameter.Name.Length == 0 || !parameter.Name.All(character => char.IsLetterOrDigit(character) || character is '_' or '-'))
                yield return $"{trigger}: the parameter name '{parameter.Name}' may hold letters, digits, '-' and '_' only.";
            if (parameter is { IsRequired: true, Default: not null })
                yield return $"{trigger} --{parameter.Name}: a required parameter has no default.";
            if (parameter.Default is not null && CommandParameterValue.Check(parameter, parameter.Default, out _) is not null)
                yield return $"{trigger} --{parameter.Name}: the default '{parameter.Default}' is not a valid value.";
        }

        foreach (var twice in definition.Parameters.GroupBy(parameter => parameter.Name).Where(group => group.Count() > 1))
            yield return $"{trigger} --{twice.Key}: the parameter is defined {twice.Count()} times.";
    }
}
