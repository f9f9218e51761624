namespace Domaeka.Api.Metrics;

/// <summary>A metric with all of its values.</summary>
/// <param name="Name">Its name, such as <c>domaeka.line.inbound</c>.</param>
/// <param name="Unit">Its unit in UCUM, such as <c>s</c> or <c>{line}</c>; empty for none.</param>
/// <param name="Description">What it tells.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="Points">Its values, one for each combination of tags.</param>
internal sealed record MetricFamily(string Name, string Unit, string Description, MetricKind Kind, IReadOnlyList<MetricValue> Points)
{
    /// <summary>The sum over all tags; of a histogram how often something was recorded.</summary>
    public double Total => Points.Sum(point => point.Distribution?.Count ?? point.Number);
}
