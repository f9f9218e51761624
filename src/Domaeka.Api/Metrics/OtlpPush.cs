using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Domaeka.Api.Metrics;

/// <summary>Pushes the metrics to a collector, where one is named.</summary>
internal sealed class OtlpPush(IOptions<OtlpOptions> options, ILogger<OtlpPush> logger)
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string MetricsProtocol = "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL";

    /// <summary>True when a collector is named.</summary>
    public bool IsEnabled => !string.IsNullOrEmpty(options.Value.Endpoint) || IsSet(Endpoint) || IsSet(MetricsEndpoint);

    /// <summary>Adds the push.</summary>
    public void AddTo(MeterProviderBuilder builder) => builder.AddOtlpExporter(Configure);

    private static bool IsSet(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    private void Configure(OtlpExporterOptions exporter, MetricReaderOptions reader)
    {
        var own = options.Value;
        if (!string.IsNullOrEmpty(own.Endpoint) || !(IsSet(Protocol) || IsSet(MetricsProtocol)))
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
        if (!string.IsNullOrEmpty(own.Endpoint))
            exporter.Endpoint = new Uri($"{own.Endpoint.TrimEnd('/')}/v1/metrics");
        exporter.Headers = own.Headers ?? exporter.Headers;
        exporter.TimeoutMilliseconds = (int?)own.Timeout?.TotalMilliseconds ?? exporter.TimeoutMilliseconds;
        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
            (int?)own.Interval?.TotalMilliseconds ?? reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds;
        var timeout = TimeSpan.FromMilliseconds(exporter.TimeoutMilliseconds);
        exporter.HttpClientFactory = () =>
        {
            var handler = new CollectorWatch(new SocketsHttpHandler { AllowAutoRedirect = false }, logger);
            return new HttpClient(handler) { Timeout = timeout };
        };
    }
}
