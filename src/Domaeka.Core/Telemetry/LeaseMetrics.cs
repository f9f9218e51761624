using System.Diagnostics.Metrics;
using Domaeka.Core.Leases;

namespace Domaeka.Core.Telemetry;

/// <summary>This process among the others on its database.</summary>
internal sealed class LeaseMetrics
{
    private readonly Counter<long> _lost;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _mail;

    public LeaseMetrics(IMeterFactory? factory = null)
    {
        var meter = DomaekaMeters.Open(factory, DomaekaMeters.Core);
        _lost = meter.CreateCounter<long>("domaeka.lease.lost", "{lease}", "Leases on the database that this process has lost.");
        _failures = meter.CreateCounter<long>("domaeka.lease.renewal.failures", "{attempt}", "Failed attempts to take or renew the lease.");
        _mail = meter.CreateCounter<long>("domaeka.mail.received", "{mail}", "What other processes have told this one, by kind.");
    }

    /// <summary>The lease is lost.</summary>
    public void CountLoss() => _lost.Add(1);

    /// <summary>It could not be taken or renewed.</summary>
    public void CountFailure() => _failures.Add(1);

    /// <summary>Another process has told something.</summary>
    public void CountMail(MailKind kind) => _mail.Add(1, MetricLabels.Tag("kind", MetricLabels.Of(kind)));
}
