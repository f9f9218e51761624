using System.Globalization;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>How long the tests with a <see cref="NoticeStorm"/> run: as long as the environment says, or else as is fit for every build.</summary>
internal static class StormSettings
{
    public static int Kills(int standard) => Read("DOMAEKA_KILLS", standard);

    public static int Notices(int standard) => Read("DOMAEKA_NOTICES", standard);

    public static int Phones(int standard) => Read("DOMAEKA_PHONES", standard);

    private static int Read(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : standard;
}
