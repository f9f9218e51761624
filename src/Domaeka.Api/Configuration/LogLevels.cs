namespace Domaeka.Api.Configuration;

/// <summary>Checks the section <c>Logging</c>, which the framework reads only when somebody logs, and then gives up on.</summary>
internal static class LogLevels
{
    private const string LevelSection = "LogLevel";

    /// <summary>One sentence for each level that is none.</summary>
    public static IEnumerable<string> FindProblems(SettingsSource source) =>
        from key in source.GivenKeys
        let parts = key.Split(':')
        where parts is ["Logging", LevelSection, _] or ["Logging", _, LevelSection, _]
        let level = source.Find(key)!
        where !Enum.TryParse<LogLevel>(level, ignoreCase: true, out var known) || !Enum.IsDefined(known)
        select $"{key} is \"{level}\"; allowed: {string.Join(", ", Enum.GetNames<LogLevel>())}. (from {source.Describe(key)})";
}
