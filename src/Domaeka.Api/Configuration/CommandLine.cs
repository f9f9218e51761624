namespace Domaeka.Api.Configuration;

/// <summary>The arguments of the program: <c>--Key=value</c> or <c>--Key value</c>, <c>--process-name NAME</c>, <c>--help</c>, <c>--version</c>.</summary>
internal static class CommandLine
{
    // As the older server calls it.
    private const string ProcessName = "--process-name";

    /// <summary>True when help is asked for.</summary>
    public static bool WantsHelp(IReadOnlyList<string> arguments) => arguments.Any(argument => argument is "--help" or "-h" or "-?");

    /// <summary>True when the version is asked for.</summary>
    public static bool WantsVersion(IReadOnlyList<string> arguments) => arguments.Any(argument => argument is "--version");

    /// <summary>The settings as <c>--Key=value</c> each. What is none is named in <paramref name="problems"/> and left out.</summary>
    public static IReadOnlyList<string> ToPairs(IReadOnlyList<string> arguments, List<string> problems)
    {
        var pairs = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = Rename(arguments[i]);
            if (!argument.StartsWith("--", StringComparison.Ordinal) || argument.Length == 2 || argument[2] == '=')
            {
                problems.Add($"The argument \"{argument}\" is no setting; settings are written --Key=value, such as --Tcp:Port=1490.");
            }
            else if (argument.Contains('=', StringComparison.Ordinal))
            {
                pairs.Add(argument);
            }
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                pairs.Add($"{argument}={arguments[++i]}");
            }
            else
            {
                problems.Add($"The argument \"{argument}\" has no value; settings are written --Key=value, such as --Tcp:Port=1490.");
            }
        }

        return pairs;
    }

    private static string Rename(string argument) =>
        argument == ProcessName || argument.StartsWith(ProcessName + "=", StringComparison.Ordinal)
            ? $"--Process:Name{argument[ProcessName.Length..]}"
            : argument;
}
