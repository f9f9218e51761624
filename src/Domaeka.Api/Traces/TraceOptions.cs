namespace Domaeka.Api.Traces;

/// <summary>
/// Which ways of chat lines and messages are shown to the collector that <c>Telemetry:Otlp</c> names; without one none is. Configuration section
/// <c>Telemetry:Traces</c>.
/// </summary>
public sealed class TraceOptions
{
    /// <summary>The section.</summary>
    public const string SectionName = "Telemetry:Traces";

    /// <summary>
    /// The share of chat lines and calls whose way is shown, 0 to 1; 0 shows none. A caller's own decision (<c>traceparent</c>) goes before. Null leaves it
    /// to OTEL_TRACES_SAMPLER, and to 0.1 where that says nothing. (default: null)
    /// </summary>
    public double? SampleRatio { get; set; }
}
