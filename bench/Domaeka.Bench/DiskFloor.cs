using System.Diagnostics;

namespace Domaeka.Bench;

/// <summary>
/// What a durable write costs on this disk at this moment: nothing that is stored before it is answered can be faster. Measured beside each
/// figure, since it changes with whatever else the machine does.
/// </summary>
internal static class DiskFloor
{
    private const int Writes = 300;

    public static string Measure()
    {
        var path = Path.GetTempFileName();
        var latencies = new LatencyRecorder();
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            var page = new byte[4096];
            for (var write = 0; write < Writes; write++)
            {
                var start = Stopwatch.GetTimestamp();
                file.Write(page);
                file.Flush(flushToDisk: true);
                latencies.Add(Stopwatch.GetElapsedTime(start));
            }
        }
        finally
        {
            File.Delete(path);
        }

        return $"4 KiB written and flushed: {latencies.Describe()}";
    }
}
