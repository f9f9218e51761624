using System.Diagnostics.Metrics;
using System.Text.Json;
using Domaeka.Core.Telemetry;
using Grpc.Core;

namespace Domaeka.Api.Metrics;

/// <summary>gRPC calls, refused ones too.</summary>
internal sealed class RpcMetrics
{
    /// <summary>Names the service and the method of a call that there is no rpc for, since its own name may be anything.</summary>
    private const string Unknown = "unknown";

    private static readonly string[] StatusNames =
        [.. Enum.GetValues<StatusCode>().Order().Select(code => JsonNamingPolicy.SnakeCaseUpper.ConvertName(code.ToString()))];

    private readonly Counter<long> _calls;
    private readonly UpDownCounter<long> _active;
    private readonly Histogram<double> _duration;

    public RpcMetrics(IMeterFactory? factory = null)
    {
        var meter = DomaekaMeters.Open(factory, DomaekaMeters.Api);
        _calls = meter.CreateCounter<long>("domaeka.rpc.calls", "{call}", "gRPC calls that have ended, by rpc and status.");
        _active = meter.CreateUpDownCounter<long>("domaeka.rpc.active", "{call}", "gRPC calls under way, by rpc.");
        _duration = meter.CreateHistogram(
            "domaeka.rpc.duration", "s", "How long unary gRPC calls take, by rpc and status.", tags: null, MetricBuckets.Work);
    }

    /// <summary>A call has come in.</summary>
    public void Begin(IMethod? rpc) => _active.Add(1, Service(rpc), Method(rpc));

    /// <summary>A call has ended.</summary>
    /// <param name="rpc">Which; null for one that there is not.</param>
    /// <param name="status">Its status code.</param>
    /// <param name="took">How long it took.</param>
    public void End(IMethod? rpc, int status, TimeSpan took)
    {
        var code = MetricLabels.Tag("rpc.response.status_code", (uint)status < (uint)StatusNames.Length ? StatusNames[status] : StatusNames[(int)StatusCode.Unknown]);
        _active.Add(-1, Service(rpc), Method(rpc));
        _calls.Add(1, Service(rpc), Method(rpc), code);

        // A stream takes as long as its client wants.
        if (rpc is null or { Type: MethodType.Unary })
            _duration.Record(took.TotalSeconds, Service(rpc), Method(rpc), code);
    }

    private static KeyValuePair<string, object?> Service(IMethod? rpc) => MetricLabels.Tag("rpc.service", rpc?.ServiceName ?? Unknown);

    private static KeyValuePair<string, object?> Method(IMethod? rpc) => MetricLabels.Tag("rpc.method", rpc?.Name ?? Unknown);
}
