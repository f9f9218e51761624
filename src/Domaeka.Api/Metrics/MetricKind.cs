namespace Domaeka.Api.Metrics;

/// <summary>What a metric's values are.</summary>
internal enum MetricKind
{
    /// <summary>Only grows, from 0 at the start.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>How often which values occurred.</summary>
    Histogram,
}
