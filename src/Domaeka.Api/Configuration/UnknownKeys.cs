namespace Domaeka.Api.Configuration;

/// <summary>Finds given keys that no setting has, since a mistyped key would otherwise be a setting that silently does nothing.</summary>
internal static class UnknownKeys
{
    private const string LoggingSection = "Logging:";
    private const string LevelSection = "LogLevel";

    // Those of Logging's sections that are ours; the others are the framework's, and have any name.
    private static readonly string[] LogOutputs = ["Logging:Console:", "Logging:File:"];

    private const int FarthestSuggestion = 4;

    /// <summary>One sentence for each.</summary>
    public static IEnumerable<string> Find(SettingsSource source, IReadOnlyCollection<string> known)
    {
        var names = known.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var key in source.GivenKeys)
        {
            if (names.Contains(key) || IsOfTheFramework(key))
                continue;

            // Other programs of the house may use the prefix too, such as DOMAEKA_API_KEY of the sample client.
            if (!key.Contains(':', StringComparison.Ordinal) && source.IsFromEnvironment(key))
                continue;

            var nearest = known.MinBy(name => Distance(key, name))!;
            var hint = Distance(key, nearest) <= FarthestSuggestion ? $" Did you mean {nearest}?" : " --help lists them all.";
            yield return $"{key} is no setting.{hint} (from {source.Describe(key)})";
        }
    }

    private static bool IsOfTheFramework(string key) =>
        key.StartsWith(LoggingSection, StringComparison.OrdinalIgnoreCase)
        && (key.Split(':') is [_, _, LevelSection, ..] || !LogOutputs.Any(output => key.StartsWith(output, StringComparison.OrdinalIgnoreCase)));

    // Edits that turn one key into the other, ignoring case (Levenshtein).
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }

        return row[right.Length];
    }
}
