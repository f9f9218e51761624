namespace Domaeka.Api.Metrics;

/// <summary>
/// Whom metrics and traces are pushed to, by the
/// <see href="https://opentelemetry.io/docs/specs/otlp/">OpenTelemetry protocol</see> over HTTP with protobuf. Configuration section
/// <c>Telemetry:Otlp</c>. What is not set here is taken from the standard variables of the environment, such as
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; when neither names a collector nothing is pushed.
/// </summary>
public sealed class OtlpOptions
{
    /// <summary>The section.</summary>
    public const string SectionName = "Telemetry:Otlp";

    /// <summary>
    /// The collector's base address, http or https, such as <c>http://127.0.0.1:4318</c>; <c>/v1/metrics</c> and <c>/v1/traces</c> are put behind it. Null leaves it to
    /// the environment. (default: null)
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary>Headers that are sent along, such as <c>api-key=...,other=...</c>; null leaves them to the environment. (default: null)</summary>
    public string? Headers { get; set; }

    /// <summary>
    /// How often metrics are pushed, 1 s to 1 h; null leaves it to the environment, and to 60 s where that says nothing. (default: null)
    /// </summary>
    public TimeSpan? Interval { get; set; }

    /// <summary>
    /// How long the collector may take to answer, 100 ms to 1 min; null leaves it to the environment, and to 10 s where that says nothing.
    /// (default: null)
    /// </summary>
    public TimeSpan? Timeout { get; set; }
}
