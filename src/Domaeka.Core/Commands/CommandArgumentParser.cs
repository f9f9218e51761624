using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Domaeka.Core.Commands;

/// <summary>
/// Splits what follows a trigger into parameters and free text:
/// <c>rest = *( white-space / parameter / word )</c>, <c>parameter = "--" name [ "=" value ]</c>, <c>value = quoted / word</c>.
/// </summary>
internal static class CommandArgumentParser
{
    private static readonly IReadOnlyDictionary<string, string> NoValues = new Dictionary<string, string>();

    /// <param name="definition">What is allowed.</param>
    /// <param name="rest">What follows the trigger.</param>
    /// <param name="arguments">The result; null when there is an error.</param>
    /// <param name="error">One Korean line for the user; null when there is none.</param>
    public static bool TryParse(
        CommandDefinition definition,
        string rest,
        [NotNullWhen(true)] out CommandArguments? arguments,
        [NotNullWhen(false)] out string? error)
    {
        arguments = null;
        var text = rest.Trim();
        var values = NoValues;
        error = null;
        if (definition.Parameters.Count > 0)
            (text, values, error) = Split(definition, text);

        error ??= definition.IsTextRequired && text.Length == 0 ? $"{definition.TextName ?? "내용"}을(를) 입력해 주세요." : null;
        if (error is not null)
            return false;

        arguments = new CommandArguments(text, values);
        return true;
    }

    private static (string Text, IReadOnlyDictionary<string, string> Values, string? Error) Split(CommandDefinition definition, string rest)
    {
        var values = new Dictionary<string, string>();
        var text = new StringBuilder(rest.Length);
        var position = 0;
        while (position < rest.Length)
        {
            if (!IsParameterStart(rest, position))
            {
                text.Append(rest[position++]);
                continue;
            }

            var (name, value) = ReadParameter(rest, ref position);
            if (definition.Parameters.FirstOrDefault(parameter => parameter.Name == name) is not { } parameter)
                return ("", values, $"알 수 없는 옵션입니다: --{name}");
            if (CommandParameterValue.Check(parameter, value, out var checkedValue) is { } error)
                return ("", values, error);
            if (!values.TryAdd(name, checkedValue))
                return ("", values, $"옵션이 두 번 있습니다: --{name}");

            // The blanks behind a parameter go with it, so that the text reads as if it had not been there.
            while (position < rest.Length && rest[position] == ' ')
                position++;
        }

        return (text.ToString().Trim(), values, Complete(definition, values));
    }

    private static bool IsParameterStart(string rest, int position) =>
        position + 2 < rest.Length
        && rest[position] == '-' && rest[position + 1] == '-' && IsNameCharacter(rest[position + 2])
        && (position == 0 || char.IsWhiteSpace(rest[position - 1]));

    private static bool IsNameCharacter(char character) => char.IsLetterOrDigit(character) || character is '_' or '-';

    private static (string Name, string? Value) ReadParameter(string rest, ref int position)
    {
        var start = position += 2;
        while (position < rest.Length && IsNameCharacter(rest[position]))
            position++;
        var name = rest[start..position];
        if (position >= rest.Length || rest[position] != '=')
            return (name, null);

        start = ++position;
        if (position < rest.Length && rest[position] == '"' && rest.IndexOf('"', position + 1) is var end and > 0)
        {
            position = end + 1;
            return (name, rest[(start + 1)..end]);
        }

        while (position < rest.Length && !char.IsWhiteSpace(rest[position]))
            position++;
        return (name, rest[start..position]);
    }

    private static string? Complete(CommandDefinition definition, Dictionary<string, string> values)
    {
        foreach (var parameter in definition.Parameters)
        {
            if (values.ContainsKey(parameter.Name))
                continue;
            if (parameter.IsRequired)
                return string.Create(CultureInfo.InvariantCulture, $"옵션이 필요합니다: --{parameter.Name}");
            if (parameter.Default is not null && CommandParameterValue.Check(parameter, parameter.Default, out var value) is null)
                values.Add(parameter.Name, value);
        }

        return null;
    }
}
