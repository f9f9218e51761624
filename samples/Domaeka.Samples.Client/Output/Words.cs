using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Domaeka.Samples.Client.Output;

/// <summary>Values as words.</summary>
public static class Words
{
    /// <summary>Local time to the second; empty when not known.</summary>
    public static string Of(Timestamp? time) =>
        time?.ToDateTimeOffset().ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Milliseconds; empty when not known.</summary>
    public static string Of(Duration? duration) =>
        duration is null ? "" : $"{duration.ToTimeSpan().TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture)} ms";

    /// <summary>Yes or no.</summary>
    public static string Of(bool value) => value ? "yes" : "no";

    /// <summary>An enum value in lower case, a blank between its words.</summary>
    public static string Of(System.Enum value) => string.Concat(value.ToString().Select(
        (character, index) => char.IsUpper(character) && index > 0 ? $" {char.ToLowerInvariant(character)}" : $"{char.ToLowerInvariant(character)}"));

    /// <summary>An enum value as above; empty when it is unspecified.</summary>
    public static string OrNone(System.Enum value) => Convert.ToInt32(value, CultureInfo.InvariantCulture) == 0 ? "" : Of(value);

    /// <summary>A number; empty for 0, which stands for a default.</summary>
    public static string OrDefault(int value) => value == 0 ? "" : value.ToString(CultureInfo.InvariantCulture);
}
