namespace Domaeka.Api.Logging;

/// <summary>Which word a log line gets: by its event id, since classes are moved more often than ids. The table of docs/operations.md says the same.</summary>
internal static class LogWords
{
    private const string OwnCategories = "Domaeka.";
    private const string CommandField = "Command";
    private const string EchoCommand = "# echo";

    /// <summary>The word as it is written, without brackets.</summary>
    public static string TextOf(LogWord word) => word switch
    {
        LogWord.Startup => "STARTUP",
        LogWord.Client => "CLIENT",
        LogWord.Msg => "MSG",
        LogWord.Db => "DB",
        LogWord.Config => "CONFIG",
        LogWord.Echo => "ECHO",
        LogWord.Ping => "PING",
        LogWord.Shutdown => "SHUTDOWN",
        _ => "SERVER",
    };

    /// <summary>The word of a line.</summary>
    /// <param name="category">The logger's category; ids of others than ours mean nothing here.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="fields">The event's fields; null when it has none.</param>
    public static LogWord Of(string category, int eventId, IReadOnlyList<KeyValuePair<string, object?>>? fields) =>
        !category.StartsWith(OwnCategories, StringComparison.Ordinal) ? LogWord.Server
        : Find(eventId) is not { } word ? LogWord.Server
        : word == LogWord.Msg && IsEcho(fields) ? LogWord.Echo
        : word;

    /// <summary>The word of one of our events, or null for an id that nobody has thought of.</summary>
    public static LogWord? Find(int eventId) => eventId switch
    {
        1003 or 1013 or 1014 or 1015 or 1020 => LogWord.Db,
        1021 or 1103 => LogWord.Server,
        1102 => LogWord.Shutdown,
        >= 1000 and <= 1002 or 1100 or 1101 => LogWord.Client,
        >= 1010 and <= 1012 or 1210 => LogWord.Msg,
        >= 1200 and <= 1203 => LogWord.Db,
        >= 1300 and <= 1320 => LogWord.Msg,
        >= 1400 and <= 1403 => LogWord.Msg,
        1406 or 1510 or 1700 => LogWord.Startup,
        1404 or 1407 or >= 1410 and <= 1416 or 1421 => LogWord.Db,
        1420 or 1422 => LogWord.Server,
        1500 or >= 1502 and <= 1505 or 1511 or 1516 or 1518 => LogWord.Db,
        1517 or 1523 => LogWord.Client,
        1515 or 1521 or 1522 => LogWord.Shutdown,
        1501 or >= 1512 and <= 1520 => LogWord.Server,
        >= 1600 and <= 1621 => LogWord.Db,
        1704 or 1705 or 1707 => LogWord.Msg,
        1708 => LogWord.Server,
        >= 1701 and <= 1709 => LogWord.Db,
        1804 or 1826 or 1851 or 1852 => LogWord.Db,
        >= 1800 and <= 1803 or >= 1850 and <= 1859 => LogWord.Client,
        >= 1820 and <= 1825 => LogWord.Ping,
        >= 1860 and <= 1869 => LogWord.Shutdown,
        >= 1900 and <= 1904 => LogWord.Server,
        2000 or >= 2130 and <= 2132 => LogWord.Config,
        >= 2010 and <= 2014 or >= 2030 and <= 2035 or >= 2150 and <= 2159 => LogWord.Msg,
        2020 => LogWord.Ping,
        2160 => LogWord.Shutdown,
        >= 2001 and <= 2149 => LogWord.Client,
        3000 or 3008 => LogWord.Startup,
        3050 => LogWord.Config,
        >= 3001 and <= 3049 or >= 5430 and <= 5439 => LogWord.Db,
        >= 3120 and <= 3179 => LogWord.Server,
        >= 3180 and <= 3184 => LogWord.Client,
        5000 or 5100 => LogWord.Startup,
        5002 => LogWord.Config,
        >= 5003 and <= 5005 or 5150 or 5151 => LogWord.Shutdown,
        5201 or 5202 => LogWord.Db,
        5101 or 5102 or 5200 or 5203 or 5300 or 5301 => LogWord.Server,
        _ => null,
    };

    private static bool IsEcho(IReadOnlyList<KeyValuePair<string, object?>>? fields)
    {
        for (var i = 0; i < fields?.Count; i++)
        {
            if (fields[i] is { Key: CommandField, Value: EchoCommand })
                return true;
        }

        return false;
    }
}
