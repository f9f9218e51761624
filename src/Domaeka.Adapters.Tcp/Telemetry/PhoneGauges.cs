using System.Diagnostics.Metrics;
using Domaeka.Adapters.Tcp.Limits;
using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Adapters.Tcp.Tls;
using Domaeka.Core.Telemetry;
using Microsoft.Extensions.Hosting;

namespace Domaeka.Adapters.Tcp.Telemetry;

/// <summary>What is read from others whenever somebody looks.</summary>
internal sealed class PhoneGauges(
    ConnectionLimiter limiter,
    PhoneServices services,
    UnverifiedBytes unverifiedBytes,
    ProofLedger proofs,
    TlsStatistics tls,
    IMeterFactory? factory = null) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = DomaekaMeters.Open(factory, DomaekaMeters.AdaptersTcp);
        meter.CreateObservableUpDownCounter(
            "domaeka.connection.open", () => limiter.Open, "{connection}", "Open connections on the phones' port, whether they have proven themselves or not.");
        meter.CreateObservableCounter(
            "domaeka.connection.rate_limits",
            () => services.RateLimits,
            "{pause}",
            "Times that a connection was not read from for a while since it had sent too much too fast.");
        meter.CreateObservableUpDownCounter(
            "domaeka.connection.unverified.size", () => unverifiedBytes.Held, "By", "Unfinished lines of connections that have not proven themselves.");
        meter.CreateObservableUpDownCounter(
            "domaeka.connection.proofs", () => proofs.Count, "{device}", "Devices whose newest signed time is kept.");
        meter.CreateObservableCounter("domaeka.tls.handshakes", ReadHandshakes, "{handshake}", "TLS handshakes on all ports, by what came of them.");
        meter.CreateObservableUpDownCounter(
            "domaeka.tls.handshake.active",
            () => tls.Ports.Select(port => new Measurement<int>(port.ReadUnderWay(), MetricLabels.Tag("section", port.Section))),
            "{handshake}",
            "TLS handshakes under way, by the port's section of the configuration.");
        meter.CreateObservableGauge(
            "domaeka.tls.certificate.remaining",
            () => tls.Ports.Select(port => new Measurement<double>(
                (port.ReadEnd() - services.Time.GetUtcNow()).TotalSeconds, MetricLabels.Tag("section", port.Section))),
            "s",
            "How long the certificate that is served goes on, by the port's section of the configuration; less than 0 when it has ended.");
        services.Metrics.Begin();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> ReadHandshakes() =>
    [
        new(tls.Succeeded, MetricLabels.Tag("outcome", "succeeded")),
        new(tls.Failed, MetricLabels.Tag("outcome", "failed")),
        new(tls.Refused, MetricLabels.Tag("outcome", "refused")),
    ];
}
