namespace Domaeka.Api.Metrics;

/// <summary>What a histogram has recorded.</summary>
/// <param name="Count">How many values.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Buckets">For each upper bound how many values were no greater; the last bound is infinite.</param>
internal sealed record Distribution(long Count, double Sum, IReadOnlyList<KeyValuePair<double, long>> Buckets);
