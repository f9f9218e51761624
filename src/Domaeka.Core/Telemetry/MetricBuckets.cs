using System.Diagnostics.Metrics;

namespace Domaeka.Core.Telemetry;

/// <summary>Bounds of histograms, as advice to whoever gathers them.</summary>
public static class MetricBuckets
{
    /// <summary>Work of this machine, in seconds: 1 ms to 30 s.</summary>
    public static InstrumentAdvice<double> Work { get; } = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    /// <summary>What may wait for people and phones, in seconds: 50 ms to a day.</summary>
    public static InstrumentAdvice<double> Wait { get; } = new()
    {
        HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86400],
    };

    /// <summary>How many are done at once: 1 to 1,000.</summary>
    public static InstrumentAdvice<long> Size { get; } = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] };
}
