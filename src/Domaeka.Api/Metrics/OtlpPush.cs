using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Domaeka.Api.Metrics;

/// <summary>Pushes metrics and spans to a collector, where one is named.</summary>
internal sealed class OtlpPush(IOptions<OtlpOptions> options, ILogger<OtlpPush> logger)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string MetricsProtocol = "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL";
    private const string TracesProtocol = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL";

    private readonly CollectorHealth _health = new();

    /// <summary>True when a collector is named for metrics.</summary>
    public bool IsEnabled => HasOwnEndpoint || IsSet(Endpoint) || IsSet(MetricsEndpoint);

    /// <summary>True when a collector is named for spans.</summary>
    public bool HasTraces => HasOwnEndpoint || IsSet(Endpoint) || IsSet(TracesEndpoint);

    private bool HasOwnEndpoint => !string.IsNullOrEmpty(options.Value.Endpoint);

    /// <summary>Adds the push of metrics.</summary>
    public void AddTo(MeterProviderBuilder builder) => builder.AddOtlpExporter((exporter, reader) =>
    {
        Configure(exporter, "metrics", MetricsProtocol);
        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
            (int?)options.Value.Interval?.TotalMilliseconds ?? reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds;
    });

    /// <summary>Adds the push of spans.</summary>
    public void AddTo(TracerProviderBuilder builder) => builder.AddOtlpExporter(exporter => Configure(exporter, "traces", TracesProtocol));

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    private void Configure(OtlpExporterOptions exporter, string signal, string signalProtocol)
    {
        var own = options.Value;
        if (HasOwnEndpoint || !(IsSet(Protocol) || IsSet(signalProtocol)))
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        if (HasOwnEndpoint)
            exporter.Endpoint = new Uri($"{own.Endpoint!.TrimEnd('/')}/v1/{signal}");
        exporter.Headers = own.Headers ?? exporter.Headers;
        exporter.TimeoutMilliseconds = (int?)own.Timeout?.TotalMilliseconds ?? exporter.TimeoutMilliseconds;
        var timeout = TimeSpan.FromMilliseconds(exporter.TimeoutMilliseconds);
        exporter.HttpClientFactory = () =>
        {
            // Its own calls are none of the server's: no span, no header of one.
            var handler = new CollectorWatch(new SocketsHttpHandler { AllowAutoRedirect = false, ActivityHeadersPropagator = null }, signal, _health, logger);
            return new HttpClient(handler) { Timeout = timeout };
        };
    }
}
