using System.Globalization;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>How much the storms and the hostile phones do: as much as the environment says, or else as is fit for every build.</summary>
internal static class StormSettings
{
    public static int Kills(int standard) => Read("DOMAEKA_KILLS", standard);

    public static int Notices(int standard) => Read("DOMAEKA_NOTICES", standard);

    public static int Phones(int standard) => Read("DOMAEKA_PHONES", standard);

    /// <summary>Mutated lines (<c>DOMAEKA_MUTATIONS</c>).</summary>
    public static int Mutations(int standard) => Read("DOMAEKA_MUTATIONS", standard);

    /// <summary>Connections that dawdle (<c>DOMAEKA_SLOW_CONNECTIONS</c>).</summary>
    public static int SlowConnections(int standard) => Read("DOMAEKA_SLOW_CONNECTIONS", standard);

    private static int Read(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : standard;
}
