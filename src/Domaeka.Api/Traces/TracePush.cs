using Domaeka.Api.Hosting;
using Domaeka.Api.Metrics;
using Domaeka.Core.Telemetry;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Domaeka.Api.Traces;

/// <summary>
/// Pushes spans to a collector, where one is named. Without one nobody listens, and none is made. Spans wait in a bounded queue of the library's
/// (2,048) and are dropped beyond; a collector that is away holds nothing up.
/// </summary>
internal sealed class TracePush(OtlpPush push, IOptions<TraceOptions> options) : IHostedService, IDisposable
{
    private const string Calls = "Microsoft.AspNetCore";
    private const string Sampler = "OTEL_TRACES_SAMPLER";
    private const double DefaultRatio = 0.1;

    private TracerProvider? _provider;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!push.HasTraces || options.Value.SampleRatio is 0)
            return Task.CompletedTask;

        var builder = Sdk.CreateTracerProviderBuilder()
            .AddSource(DomaekaTraces.SourceName, Calls)
            .ConfigureResource(resource => resource.AddService("domaeka", serviceVersion: DomaekaHost.Version))
            .AddProcessor(new PageFilter());
        if (options.Value.SampleRatio is { } ratio || IsLeftToUs(out ratio))
            builder.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)));
        push.AddTo(builder);
        _provider = builder.Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _provider?.Dispose();

    private static bool IsLeftToUs(out double ratio)
    {
        ratio = DefaultRatio;
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Sampler));
    }
}
