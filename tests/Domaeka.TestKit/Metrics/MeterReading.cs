namespace Domaeka.TestKit.Metrics;

/// <summary>One measurement.</summary>
/// <param name="Name">The instrument.</param>
/// <param name="Value">The value.</param>
/// <param name="Tags">The values of its tags.</param>
public sealed record MeterReading(string Name, double Value, IReadOnlyList<string> Tags);
