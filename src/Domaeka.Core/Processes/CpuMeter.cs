namespace Domaeka.Core.Processes;

/// <summary>How busy this process keeps the processors. Not thread-safe.</summary>
internal sealed class CpuMeter(TimeProvider clock)
{
    private TimeSpan _used = Environment.CpuUsage.TotalTime;
    private long _takenAt = clock.GetTimestamp();

    /// <summary>Time since the last <see cref="Take"/>, or since this was made.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_takenAt);

    /// <summary>Percent of one processor since the last time; 0 when no time has passed.</summary>
    public double Take()
    {
        var used = Environment.CpuUsage.TotalTime;
        var elapsed = Elapsed;
        var percent = elapsed > TimeSpan.Zero ? (used - _used) / elapsed * 100 : 0;
        (_used, _takenAt) = (used, clock.GetTimestamp());
        return percent;
    }
}
