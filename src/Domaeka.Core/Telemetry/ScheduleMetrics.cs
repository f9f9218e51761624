using System.Diagnostics.Metrics;
using Domaeka.Core.Scheduling;

namespace Domaeka.Core.Telemetry;

/// <summary>What becomes of schedules that are due.</summary>
internal sealed class ScheduleMetrics
{
    private readonly Counter<long> _sent;
    private readonly Counter<long> _skipped;
    private readonly Counter<long> _postponed;
    private readonly Histogram<double> _lateness;

    public ScheduleMetrics(IMeterFactory? factory = null)
    {
        var meter = DomaekaMeters.Open(factory, DomaekaMeters.Core);
        _sent = meter.CreateCounter<long>("domaeka.schedule.sent", "{occurrence}", "Occurrences of schedules that were handed to the outbox.");
        _skipped = meter.CreateCounter<long>("domaeka.schedule.skipped", "{occurrence}", "Occurrences of schedules that are not sent, by reason.");
        _postponed = meter.CreateCounter<long>(
            "domaeka.schedule.postponed", "{occurrence}", "Times that an occurrence could not be dealt with for now and is tried again.");
        _lateness = meter.CreateHistogram(
            "domaeka.schedule.lateness", "s", "How long after they were due occurrences were handed to the outbox.", tags: null, MetricBuckets.Wait);
    }

    /// <summary>Shows every reason with 0.</summary>
    public void Begin() => MetricLabels.Begin<ScheduleSkipReason>(_skipped, "reason");

    /// <summary>One was handed over.</summary>
    public void Send(TimeSpan late)
    {
        _sent.Add(1);
        _lateness.Record(Math.Max(0, late.TotalSeconds));
    }

    /// <summary>One is not sent, and that is recorded.</summary>
    public void Skip(ScheduleSkipReason reason) => _skipped.Add(1, MetricLabels.Tag("reason", MetricLabels.Of(reason)));

    /// <summary>One is tried again.</summary>
    public void Postpone() => _postponed.Add(1);
}
