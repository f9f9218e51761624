using System.Diagnostics.Metrics;
using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;

namespace Domaeka.Core.Telemetry;

/// <summary>The way of messages to the phones.</summary>
internal sealed class OutboxMetrics
{
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _parts;
    private readonly Counter<long> _ended;
    private readonly Histogram<double> _acceptDuration;
    private readonly Histogram<double> _confirmDuration;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<long> _commitSize;

    public OutboxMetrics(IMeterFactory? factory = null)
    {
        var meter = DomaekaMeters.Open(factory, DomaekaMeters.Core);
        _accepted = meter.CreateCounter<long>("domaeka.outbox.accepted", "{message}", "Messages that were accepted and stored, by kind and priority.");
        _refused = meter.CreateCounter<long>("domaeka.outbox.refused", "{message}", "Messages that were not accepted, by reason.");
        _parts = meter.CreateCounter<long>(
            "domaeka.outbox.parts", "{part}", "Parts of messages that were written, confirmed, withdrawn, in doubt or not to be sent.");
        _ended = meter.CreateCounter<long>("domaeka.outbox.ended", "{message}", "Messages that came to their end, by state, kind and priority.");
        _acceptDuration = meter.CreateHistogram(
            "domaeka.outbox.accept.duration", "s", "From the request to the stored message.", tags: null, MetricBuckets.Work);
        _confirmDuration = meter.CreateHistogram(
            "domaeka.outbox.confirm.duration", "s", "From the acceptance of a message to its confirmation by the phone, by kind.", tags: null, MetricBuckets.Wait);
        _commitDuration = meter.CreateHistogram(
            "domaeka.outbox.commit.duration", "s", "How long the transactions of the outbox take.", tags: null, MetricBuckets.Work);
        _commitSize = meter.CreateHistogram(
            "domaeka.outbox.commit.size", "{change}", "Changes per transaction of the outbox.", tags: null, MetricBuckets.Size);
    }

    /// <summary>Shows every reason and outcome with 0.</summary>
    public void Begin()
    {
        MetricLabels.Begin(_refused, "reason", SendFailure.None);
        MetricLabels.Begin<PartOutcome>(_parts, "outcome");
    }

    /// <summary>A message is stored.</summary>
    public void Accept(OutboxHeader header, TimeSpan took)
    {
        _accepted.Add(1, Kind(header), Priority(header));
        _acceptDuration.Record(took.TotalSeconds);
    }

    /// <summary>A message was not accepted.</summary>
    public void Refuse(SendFailure failure) => _refused.Add(1, MetricLabels.Tag("reason", MetricLabels.Of(failure)));

    /// <summary>Something has happened to a part.</summary>
    public void CountPart(PartOutcome outcome) => _parts.Add(1, MetricLabels.Tag("outcome", MetricLabels.Of(outcome)));

    /// <summary>A message has come to its end.</summary>
    public void End(OutboxHeader header, DeliveryState state, DateTimeOffset now)
    {
        _ended.Add(1, MetricLabels.Tag("state", MetricLabels.Of(state)), Kind(header), Priority(header));
        if (state == DeliveryState.Confirmed)
            _confirmDuration.Record(Math.Max(0, (now - header.CreatedAt).TotalSeconds), Kind(header));
    }

    /// <summary>Changes are stored.</summary>
    public void Commit(int changes, TimeSpan took)
    {
        _commitSize.Record(changes);
        _commitDuration.Record(took.TotalSeconds);
    }

    private static KeyValuePair<string, object?> Kind(OutboxHeader header) => MetricLabels.Tag("kind", MetricLabels.Of(header.Kind));

    private static KeyValuePair<string, object?> Priority(OutboxHeader header) => MetricLabels.Tag("priority", MetricLabels.Of(header.Priority));
}
