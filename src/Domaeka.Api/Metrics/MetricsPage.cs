using System.Diagnostics.Metrics;
using Domaeka.Api.Hosting;
using Domaeka.Core.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Domaeka.Api.Metrics;

/// <summary>
/// Gathers what the meters of this host tell, and of .NET's own <c>System.Runtime</c>. Looking costs the same however many look: what was read
/// less than a second ago is handed out again.
/// </summary>
internal sealed class MetricsPage(IMeterFactory factory, OtlpPush push, TimeProvider clock) : IHostedService, IDisposable
{
    private const string Runtime = "System.Runtime";
    private const int CollectTimeoutMilliseconds = 5_000;
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SnapshotExporter _exporter = new();
    private BaseExportingMetricReader? _reader;
    private MeterProvider? _provider;
    private long? _readAt;

    /// <summary>Since when the metrics are gathered, which is the start of the host.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Since = clock.GetUtcNow();
        _reader = new BaseExportingMetricReader(_exporter);
        var builder = Sdk.CreateMeterProviderBuilder()
            .AddMeter([.. DomaekaMeters.All, Runtime])
            .AddReader(_reader)
            .ConfigureResource(resource => resource.AddService("domaeka", serviceVersion: DomaekaHost.Version));

        // The library hears every meter of the process; those of another host in it are not ours to tell.
        builder.AddView(instrument => instrument.Meter.Scope is { } scope && !ReferenceEquals(scope, factory) ? MetricStreamConfiguration.Drop : null);
        if (push.IsEnabled)
            push.AddTo(builder);
        _provider = builder.Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Every metric that has a value, in the order of the names.</summary>
    public async Task<IReadOnlyList<MetricFamily>> ReadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_readAt is not { } readAt || clock.GetElapsedTime(readAt) >= Freshness)
            {
                _reader?.Collect(CollectTimeoutMilliseconds);
                _readAt = clock.GetTimestamp();
            }

            return _exporter.Newest;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _provider?.Dispose();
        _gate.Dispose();
    }
}
