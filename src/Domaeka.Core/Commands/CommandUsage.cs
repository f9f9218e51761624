using System.Globalization;
using System.Text;

namespace Domaeka.Core.Commands;

/// <summary>Korean help texts, made from the definitions.</summary>
internal static class CommandUsage
{
    /// <summary>Such as <c># echo {내용}</c>.</summary>
    public static string Line(CommandDefinition definition)
    {
        var line = new StringBuilder(definition.Trigger);
        foreach (var parameter in definition.Parameters)
        {
            var form = parameter.Type == CommandParameterType.Boolean ? $"--{parameter.Name}" : $"--{parameter.Name}={{{Type(parameter)}}}";
            line.Append(' ').Append(parameter.IsRequired ? form : $"[{form}]");
        }

        if (definition.TextName is { } text)
            line.Append(' ').Append(definition.IsTextRequired ? $"{{{text}}}" : $"[{text}]");
        return line.ToString();
    }

    /// <summary>Usage, summary and each parameter with its range and default.</summary>
    public static string Details(CommandDefinition definition)
    {
        var details = new StringBuilder().Append(Line(definition)).Append('\n').Append(definition.Summary);
        if (definition.IsAdminOnly)
            details.Append(" (관리자 전용)");
        foreach (var parameter in definition.Parameters)
            details.Append('\n').Append("--").Append(parameter.Name).Append(": ").Append(parameter.Summary).Append(Bounds(parameter));
        return details.ToString();
    }

    private static string Type(CommandParameter parameter) => parameter.Type switch
    {
        CommandParameterType.Integer => "정수",
        CommandParameterType.Number => "숫자",
        _ => parameter.Choices.Count > 0 ? string.Join("|", parameter.Choices) : "값",
    };

    private static string Bounds(CommandParameter parameter)
    {
        var unit = parameter.Type == CommandParameterType.Text ? "자" : "";
        var parts = new List<string>();
        if (parameter.Minimum is not null || parameter.Maximum is not null)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{parameter.Minimum}~{parameter.Maximum}{unit}"));
        if (parameter.Default is not null)
            parts.Add($"기본값 {parameter.Default}");
        if (parameter.IsRequired)
            parts.Add("필수");
        return parts.Count == 0 ? "" : $" ({string.Join(", ", parts)})";
    }
}
