using System.Globalization;

namespace Domaeka.Core.Commands;

/// <summary>Checks one value against its parameter.</summary>
internal static class CommandParameterValue
{
    /// <param name="parameter">What is allowed.</param>
    /// <param name="typed">What the user typed; null when the name stood alone.</param>
    /// <param name="value">The value in the form that <see cref="CommandArguments"/> reads.</param>
    /// <returns>One Korean line for the user, or null when the value is good.</returns>
    public static string? Check(CommandParameter parameter, string? typed, out string value)
    {
        value = typed ?? "";
        switch (parameter.Type)
        {
            case CommandParameterType.Boolean:
                var flag = ReadBoolean(typed);
                value = flag?.ToString() ?? "";
                return flag is null ? $"--{parameter.Name} 값은 true 또는 false여야 합니다." : null;

            case CommandParameterType.Integer:
                return long.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                    ? CheckRange(parameter, whole, "")
                    : $"--{parameter.Name} 값은 정수여야 합니다.";

            case CommandParameterType.Number:
                return decimal.TryParse(
                    typed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                    ? CheckRange(parameter, number, "")
                    : $"--{parameter.Name} 값은 숫자여야 합니다.";

            default:
                if (typed is null)
                    return $"--{parameter.Name} 값이 없습니다.";
                if (parameter.Choices.Count > 0 && !parameter.Choices.Contains(typed))
                    return $"--{parameter.Name} 값은 다음 중 하나여야 합니다: {string.Join(", ", parameter.Choices)}";
                return CheckRange(parameter, typed.Length, "자");
        }
    }

    private static bool? ReadBoolean(string? typed) => typed?.ToLowerInvariant() switch
    {
        null or "true" or "on" or "1" or "예" => true,
        "false" or "off" or "0" or "아니오" => false,
        _ => null,
    };

    private static string? CheckRange(CommandParameter parameter, decimal value, string unit)
    {
        if (parameter.Minimum is { } minimum && value < minimum)
            return string.Create(CultureInfo.InvariantCulture, $"--{parameter.Name} 값은 {minimum}{unit} 이상이어야 합니다.");
        if (parameter.Maximum is { } maximum && value > maximum)
            return string.Create(CultureInfo.InvariantCulture, $"--{parameter.Name} 값은 {maximum}{unit} 이하여야 합니다.");
        return null;
    }
}
