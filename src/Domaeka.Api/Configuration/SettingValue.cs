using System.Globalization;
using System.Net;
using System.Numerics;

namespace Domaeka.Api.Configuration;

/// <summary>
/// Reads a setting's text as the type of its option. Stricter than the framework's binder where that one surprises: "30" is
/// no time (it would mean 30 days), and a number is no enum value.
/// </summary>
internal static class SettingValue
{
    /// <summary>True when a value of this type can be read.</summary>
    public static bool IsSupported(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsEnum
            || plain == typeof(string)
            || plain == typeof(bool)
            || plain == typeof(int)
            || plain == typeof(long)
            || plain == typeof(double)
            || plain == typeof(TimeSpan)
            || plain == typeof(IPAddress);
    }

    /// <summary>False when the text is no such value; <paramref name="allowed"/> then says what is.</summary>
    public static bool TryRead(string text, Type type, out object? value, out string allowed)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        text = plain == typeof(string) ? text : text.Trim();
        value = null;
        allowed = "";

        // An empty value takes an optional setting back to "not set".
        if (text.Length == 0 && plain != type)
            return true;

        (value, allowed) = plain switch
        {
            _ when plain == typeof(string) => (text, ""),
            _ when plain == typeof(bool) => (bool.TryParse(text, out var flag) ? flag : null, "true or false"),
            _ when plain == typeof(int) => (ReadNumber<int>(text, NumberStyles.AllowLeadingSign), "a whole number"),
            _ when plain == typeof(long) => (ReadNumber<long>(text, NumberStyles.AllowLeadingSign), "a whole number"),
            _ when plain == typeof(double) => (ReadNumber<double>(text, NumberStyles.Float), "a number"),
            _ when plain == typeof(TimeSpan) => (ReadTime(text), "a time as hh:mm:ss, such as 00:00:30, or d.hh:mm:ss"),
            _ when plain == typeof(IPAddress) => (ReadAddress(text), "an IP address, localhost, or * for every address"),
            _ when plain.IsEnum => (ReadName(text, plain), string.Join(" or ", Enum.GetNames(plain))),
            _ => ((object?)null, $"nothing: {plain.Name} cannot be set"),
        };
        return value is not null;
    }

    private static object? ReadNumber<T>(string text, NumberStyles style)
        where T : struct, INumberBase<T> =>
        T.TryParse(text, style, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static object? ReadTime(string text) =>
        text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;

    private static IPAddress? ReadAddress(string text) => text switch
    {
        "*" => IPAddress.Any,
        _ when text.Equals("localhost", StringComparison.OrdinalIgnoreCase) => IPAddress.Loopback,

        // "1" would be read as 0.0.0.1.
        _ when text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal) =>
            IPAddress.TryParse(text, out var address) ? address : null,
        _ => null,
    };

    private static object? ReadName(string text, Type type) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && Enum.TryParse(type, text, ignoreCase: true, out var value) ? value : null;
}
