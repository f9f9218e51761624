using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Text;
using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Adapters.Tcp.Tests.Tls;
using Domaeka.Adapters.Tcp.Tls;
using Domaeka.TestKit.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Adapters.Tcp.Tests.Telemetry;

public sealed class PhoneMetricsTests : IDisposable
{
    private readonly MeterProbe _probe = new();

    public void Dispose() => _probe.Dispose();

    [Fact]
    public async Task Connection_FromHandshakeToEnd_IsCounted()
    {
        await using var server = await StartAsync();
        var (phone, connection) = await server.ConnectLiveAsync();
        await server.Monitor.NextAsync();

        Assert.Equal(1, _probe.Observe("domaeka.connection.open"));
        Assert.Equal(1, _probe.Sum("domaeka.connection.accepted"));
        Assert.NotEmpty(_probe.Of("domaeka.ping.round_trip.duration"));

        // Lines may go over the wire between the two readings.
        await Eventually.TrueAsync(() => connection.ReadQuality() is { InboundLines: > 0, OutboundLines: > 0 } quality
            && quality.InboundLines == _probe.Sum("domaeka.line.inbound")
            && quality.InboundBytes == _probe.Sum("domaeka.line.inbound.size")
            && quality.OutboundLines == _probe.Sum("domaeka.line.outbound")
            && quality.OutboundBytes == _probe.Sum("domaeka.line.outbound.size"));

        await phone.DisposeAsync();
        await Eventually.TrueAsync(() => _probe.Sum("domaeka.connection.ended") == 1);
        await Eventually.TrueAsync(() => _probe.Observe("domaeka.connection.open") == 0);
    }

    [Fact]
    public async Task Line_UnreadableOrForged_IsCountedByReason()
    {
        await using var server = await StartAsync();
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();

        await phone.SendRawAsync(Encoding.UTF8.GetBytes("no json\n"));
        await phone.SendAsync(phone.Script.Chat("공동구매방", "위조", "1", "홍길동", "1") with { Auth = null });
        await phone.SayAsync("공동구매방", "진짜");
        await server.Pipeline.NextAsync();

        Assert.Equal(1, _probe.Sum("domaeka.line.bad"));
        Assert.Equal(1, _probe.Sum("domaeka.line.bad", "malformed_json"));
        Assert.Equal(1, _probe.Sum("domaeka.line.dropped", "signature_missing"));
    }

    [Fact]
    public async Task Connection_WithoutAPlace_IsCountedAsRefused()
    {
        await using var server = await StartAsync(tcp => tcp.MaxConnections = 1);
        await using var first = await server.ConnectAsync();
        await first.HandshakeAsync();

        try
        {
            using var second = await server.ConnectRawAsync();
        }
        catch (SocketException)
        {
            // It may be cut while it still connects.
        }

        await Eventually.TrueAsync(() => _probe.Sum("domaeka.connection.refused", "too_many_connections") == 1);
        Assert.Equal(1, _probe.Sum("domaeka.connection.accepted"));
    }

    [Fact]
    public async Task Handshake_WhileDraining_IsCountedAsTurnedAway()
    {
        await using var server = await StartAsync();
        await server.Registry.DrainAsync(TimeSpan.FromSeconds(60), CancellationToken.None).DefaultTimeout();
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();

        Assert.Equal(1, _probe.Sum("domaeka.connection.turned_away", "draining"));
        Assert.Equal(1, _probe.Sum("domaeka.connection.turned_away"));
    }

    [Fact]
    public async Task Counters_WhoseReasonsAreKnown_BeginWithNothing()
    {
        await using var server = await StartAsync();

        Assert.Equal([0], _probe.Of("domaeka.connection.turned_away", "full"));
        Assert.Equal([0], _probe.Of("domaeka.connection.refused", "too_many_connections"));
        Assert.Equal([0], _probe.Of("domaeka.connection.ended", "violation"));
        Assert.Equal([0], _probe.Of("domaeka.line.dropped", "clock_skew"));
        Assert.Empty(_probe.Of("domaeka.line.dropped", "proven"));
    }

    [Fact]
    public async Task Certificate_Served_TellsHowLongItGoesOn()
    {
        using var files = new TlsFixture();
        await using var server = await StartAsync(tls: files.Apply);

        var remaining = _probe.Observe("domaeka.tls.certificate.remaining", "Tcp:Tls");

        Assert.InRange(TimeSpan.FromSeconds(remaining), TimeSpan.FromDays(200), TimeSpan.FromDays(300));
        Assert.Equal(0, _probe.Observe("domaeka.tls.handshake.active", "Tcp:Tls"));
    }

    [Fact]
    public async Task Instruments_All_AreNamedByTheConventions()
    {
        await using var server = await StartAsync();
        var own = _probe.Instruments.Where(instrument => instrument.Meter.Name == "Domaeka.Adapters.Tcp").ToList();

        Assert.NotEmpty(own);
        Assert.All(own, instrument =>
        {
            Assert.Matches("^domaeka(\\.[a-z_]+)+$", instrument.Name);
            Assert.False(string.IsNullOrEmpty(instrument.Unit), instrument.Name);
            Assert.False(string.IsNullOrEmpty(instrument.Description), instrument.Name);
        });
    }

    private Task<PhoneServer> StartAsync(Action<TcpOptions>? tcp = null, Action<TcpTlsOptions>? tls = null) => PhoneServer.StartAsync(setup =>
    {
        setup.Core = core => core.Services.AddSingleton<IMeterFactory>(_probe);
        setup.Tcp = tcp;
        setup.Tls = tls;
    });
}
