using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Domaeka.Samples.Client;

/// <summary>Points in time as people type them.</summary>
public static class Times
{
    /// <summary>An option that takes a time: local time unless it names a zone.</summary>
    public static Option<DateTimeOffset?> Option(string name, string description) => new(name)
    {
        Description = description + " Local time, such as \"2026-11-21 09:30\", unless it names a zone.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            const DateTimeStyles Styles = DateTimeStyles.AssumeLocal | DateTimeStyles.AllowWhiteSpaces;
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, Styles, out var time))
                return time;
            result.AddError($"{name} \"{result.Tokens[0].Value}\" is no time.");
            return null;
        },
    };

    /// <summary>As the API takes it.</summary>
    public static Timestamp? ToTimestamp(DateTimeOffset? time) => time is { } known ? Timestamp.FromDateTimeOffset(known) : null;
}
