using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Domaeka.Api.Metrics;

/// <summary>Keeps what the metrics library hands out as a snapshot of its own, since the library's values live only during the call.</summary>
internal sealed class SnapshotExporter : BaseExporter<Metric>
{
    private volatile IReadOnlyList<MetricFamily> _newest = [];

    /// <summary>The newest snapshot, in the order of the names.</summary>
    public IReadOnlyList<MetricFamily> Newest => _newest;

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var families = new SortedDictionary<string, MetricFamily>(StringComparer.Ordinal);
        foreach (var metric in batch)
        {
            if (KindOf(metric.MetricType) is not { } kind)
                continue;
            var points = new List<MetricValue>();
            foreach (ref readonly var point in metric.GetMetricPoints())
                points.Add(new MetricValue(ReadTags(point), ReadNumber(metric.MetricType, point), kind == MetricKind.Histogram ? ReadDistribution(point) : null));
            families.TryAdd(metric.Name, new MetricFamily(metric.Name, metric.Unit ?? "", metric.Description ?? "", kind, points));
        }

        _newest = [.. families.Values];
        return ExportResult.Success;
    }

    private static MetricKind? KindOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => MetricKind.Counter,
        MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic or MetricType.LongGauge or MetricType.DoubleGauge => MetricKind.Gauge,
        MetricType.Histogram => MetricKind.Histogram,
        _ => null,
    };

    private static List<KeyValuePair<string, string>> ReadTags(in MetricPoint point)
    {
        var tags = new List<KeyValuePair<string, string>>(point.Tags.Count);
        foreach (var (key, value) in point.Tags)
            tags.Add(new(key, Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
        return tags;
    }

    private static double ReadNumber(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        _ => 0,
    };

    private static Distribution ReadDistribution(in MetricPoint point)
    {
        var buckets = new List<KeyValuePair<double, long>>();
        var count = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            buckets.Add(new(bucket.ExplicitBound, count));
        }

        // From the same numbers, so that the parts agree with one another.
        return new Distribution(count, point.GetHistogramSum(), buckets);
    }
}
