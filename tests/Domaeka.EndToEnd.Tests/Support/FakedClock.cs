using System.Globalization;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>
/// The wall clock of a server process, which the test may set while it runs, as an administrator or a time service does. What measures spans of
/// time is left as it is.
/// </summary>
internal sealed class FakedClock
{
    private const string Library = "/usr/lib/*/faketime/libfaketimeMT.so.1";

    private readonly string _file;

    public FakedClock(string directory)
    {
        _file = Path.Combine(directory, "clock");
        Set(TimeSpan.Zero);
        var library = Directory.GetDirectories("/usr/lib").Select(folder => Library.Replace("/usr/lib/*", folder, StringComparison.Ordinal)).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("libfaketime is missing: apt-get install libfaketime");
        Wrapper = ["env", $"LD_PRELOAD={library}", $"FAKETIME_TIMESTAMP_FILE={_file}", "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "FAKETIME_DONT_RESET=1"];
    }

    /// <summary>What the server is to be started by.</summary>
    public IReadOnlyList<string> Wrapper { get; }

    /// <summary>Sets the clock so far from the true time.</summary>
    public void Set(TimeSpan offset)
    {
        // In one step, so that nobody reads half of it.
        File.WriteAllText(_file + ".new", string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? "" : "+")}{offset.TotalSeconds:0}\n"));
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
