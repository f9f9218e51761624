using Domaeka.Api.Metrics;

namespace Domaeka.Api.Tests.Metrics;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Write_CounterGaugeAndHistogram_IsTheFormat()
    {
        var text = PrometheusText.Write(
        [
            new("domaeka.line.inbound.size", "By", "Bytes.", MetricKind.Counter, [new([], 5, null)]),
            new("domaeka.rpc.duration", "s", "Duration.", MetricKind.Histogram,
            [
                new([new("rpc.method", "Get")], 0, new Distribution(3, 1.5, [new(0.1, 1), new(double.PositiveInfinity, 3)])),
            ]),
            new("domaeka.storage.available", "1", "Available.", MetricKind.Gauge, [new([], 0.5, null)]),
        ]);

        Assert.Equal(
            """
            # HELP domaeka_line_inbound_size_bytes_total Bytes.
            # TYPE domaeka_line_inbound_size_bytes_total counter
            domaeka_line_inbound_size_bytes_total 5
            # HELP domaeka_rpc_duration_seconds Duration.
            # TYPE domaeka_rpc_duration_seconds histogram
            domaeka_rpc_duration_seconds_bucket{rpc_method="Get",le="0.1"} 1
            domaeka_rpc_duration_seconds_bucket{rpc_method="Get",le="+Inf"} 3
            domaeka_rpc_duration_seconds_sum{rpc_method="Get"} 1.5
            domaeka_rpc_duration_seconds_count{rpc_method="Get"} 3
            # HELP domaeka_storage_available Available.
            # TYPE domaeka_storage_available gauge
            domaeka_storage_available 0.5

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void Write_HostileTag_IsEscaped()
    {
        const string Hostile = "a\"} 1\nb\\";

        var page = PrometheusPage.Parse(PrometheusText.Write([new("domaeka.x", "", "Two\nlines.", MetricKind.Gauge, [new([new("a-b.c", Hostile)], 1, null)])]));

        Assert.Equal($"domaeka_x{{a_b_c=\"{Hostile}\"}}", Assert.Single(page.Samples).Key);
    }
}
