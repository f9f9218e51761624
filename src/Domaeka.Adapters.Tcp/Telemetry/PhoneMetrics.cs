using System.Diagnostics.Metrics;
using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Core.Guard;
using Domaeka.Core.Sessions;
using Domaeka.Core.Telemetry;
using Domaeka.Protocol.Codec;

namespace Domaeka.Adapters.Tcp.Telemetry;

/// <summary>What happens on the connections of phones, over all of them.</summary>
internal sealed class PhoneMetrics
{
    private readonly Counter<long> _accepted;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _inboundLines;
    private readonly Counter<long> _inboundBytes;
    private readonly Counter<long> _outboundLines;
    private readonly Counter<long> _outboundBytes;
    private readonly Counter<long> _compressed;
    private readonly Counter<long> _compressedBytes;
    private readonly Counter<long> _uncompressedBytes;
    private readonly Counter<long> _bad;
    private readonly Counter<long> _dropped;
    private readonly Histogram<double> _roundTrip;
    private readonly Counter<long> _missed;
    private readonly Counter<long> _resumptions;
    private readonly Counter<long> _issued;

    public PhoneMetrics(IMeterFactory? factory = null)
    {
        var meter = DomaekaMeters.Open(factory, DomaekaMeters.AdaptersTcp);
        _accepted = meter.CreateCounter<long>("domaeka.connection.accepted", "{connection}", "Connections that came through the door.");
        _refused = meter.CreateCounter<long>("domaeka.connection.refused", "{connection}", "Connections that were cut at the door, by reason.");
        _ended = meter.CreateCounter<long>("domaeka.connection.ended", "{connection}", "Connections that have ended, by reason.");
        _inboundLines = meter.CreateCounter<long>("domaeka.line.inbound", "{line}", "Lines from phones, blank and unusable ones too.");
        _inboundBytes = meter.CreateCounter<long>("domaeka.line.inbound.size", "By", "Bytes from phones.");
        _outboundLines = meter.CreateCounter<long>("domaeka.line.outbound", "{line}", "Lines to phones that the transport has taken.");
        _outboundBytes = meter.CreateCounter<long>("domaeka.line.outbound.size", "By", "Bytes to phones that the transport has taken.");
        _compressed = meter.CreateCounter<long>("domaeka.line.compressed", "{line}", "Lines to phones that were sent compressed.");
        _compressedBytes = meter.CreateCounter<long>("domaeka.line.compressed.size", "By", "Bytes of compressed lines as they were sent.");
        _uncompressedBytes = meter.CreateCounter<long>(
            "domaeka.line.uncompressed.size", "By", "Bytes that the compressed lines would have taken uncompressed.");
        _bad = meter.CreateCounter<long>("domaeka.line.bad", "{line}", "Lines from phones that cannot be read, by reason.");
        _dropped = meter.CreateCounter<long>(
            "domaeka.line.dropped", "{line}", "Readable lines from phones that do not count, by reason: no signature, a wrong one, somebody else's.");
        _roundTrip = meter.CreateHistogram(
            "domaeka.ping.round_trip.duration", "s", "From a ping to its answer.", tags: null, MetricBuckets.Work);
        _missed = meter.CreateCounter<long>(
            "domaeka.ping.missed", "{ping}", "Pings that were never answered, counted when their connection ends.");
        _resumptions = meter.CreateCounter<long>("domaeka.session.resumptions", "{handshake}", "Handshakes that showed a session token, by what came of it.");
        _issued = meter.CreateCounter<long>("domaeka.session.issued", "{token}", "Session tokens that were handed out to phones that had signed.");
    }

    /// <summary>A connection came through the door.</summary>
    public void Accept() => _accepted.Add(1);

    /// <summary>A connection was not let in.</summary>
    public void Refuse(ConnectionVerdict verdict) => _refused.Add(1, MetricLabels.Tag("reason", MetricLabels.Of(verdict)));

    /// <summary>There was no place for a connection.</summary>
    public void RefuseForWantOfSpace() => _refused.Add(1, MetricLabels.Tag("reason", "too_many_connections"));

    /// <summary>A connection has ended.</summary>
    public void End(SessionEnd end) => _ended.Add(1, MetricLabels.Tag("reason", MetricLabels.Of(end)));

    /// <summary>A line was cut from what a phone sends.</summary>
    public void CountInboundLine() => _inboundLines.Add(1);

    /// <summary>Bytes of a phone were read.</summary>
    public void CountInboundBytes(long bytes) => _inboundBytes.Add(bytes);

    /// <summary>The transport has taken this.</summary>
    public void CountOutbound(int lines, long bytes)
    {
        _outboundLines.Add(lines);
        _outboundBytes.Add(bytes);
    }

    /// <summary>A line was written compressed.</summary>
    public void CountCompressed(long plainBytes, long sentBytes)
    {
        _compressed.Add(1);
        _compressedBytes.Add(sentBytes);
        _uncompressedBytes.Add(plainBytes);
    }

    /// <summary>A line cannot be read.</summary>
    public void CountBad(DecodeError error) => _bad.Add(1, MetricLabels.Tag("reason", MetricLabels.Of(error)));

    /// <summary>A line does not count.</summary>
    public void CountDropped(ProofStatus reason) => _dropped.Add(1, MetricLabels.Tag("reason", MetricLabels.Of(reason)));

    /// <summary>A ping was answered.</summary>
    public void Answer(TimeSpan roundTrip) => _roundTrip.Record(roundTrip.TotalSeconds);

    /// <summary>A handshake has shown a session token.</summary>
    public void CountResumption(SessionOutcome outcome) => _resumptions.Add(1, MetricLabels.Tag("outcome", MetricLabels.Of(outcome)));

    /// <summary>A phone that had signed was given a session token.</summary>
    public void CountIssued() => _issued.Add(1);

    /// <summary>A connection has ended with so many pings unanswered.</summary>
    public void CountMissed(long pings)
    {
        if (pings > 0)
            _missed.Add(pings);
    }
}
