namespace Domaeka.Api.Metrics;

/// <summary>A metric's value for one combination of tags.</summary>
/// <param name="Tags">The tags.</param>
/// <param name="Number">The value; 0 for a histogram.</param>
/// <param name="Distribution">The distribution; null unless the metric is a histogram.</param>
internal sealed record MetricValue(IReadOnlyList<KeyValuePair<string, string>> Tags, double Number, Distribution? Distribution);
