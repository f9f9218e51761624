using System.Diagnostics.Metrics;
using Domaeka.Core.Chat;

namespace Domaeka.Core.Telemetry;

/// <summary>What becomes of chat lines.</summary>
internal sealed class ChatMetrics
{
    private readonly Counter<long> _lines;
    private readonly Histogram<double> _commitDuration;
    private readonly Histogram<long> _commitSize;
    private readonly Counter<long> _commitFailures;

    public ChatMetrics(IMeterFactory? factory = null)
    {
        var meter = DomaekaMeters.Open(factory, DomaekaMeters.Core);
        _lines = meter.CreateCounter<long>("domaeka.chat.lines", "{line}", "Chat lines of phones that have proven themselves, by what became of them.");
        _commitDuration = meter.CreateHistogram(
            "domaeka.chat_log.commit.duration", "s", "How long the transactions of the chat log take.", tags: null, MetricBuckets.Work);
        _commitSize = meter.CreateHistogram(
            "domaeka.chat_log.commit.size", "{line}", "Chat lines per transaction of the chat log.", tags: null, MetricBuckets.Size);
        _commitFailures = meter.CreateCounter<long>(
            "domaeka.chat_log.commit.failures", "{transaction}", "Transactions of the chat log that failed and are tried again.");
    }

    /// <summary>Shows every outcome with 0.</summary>
    public void Begin() => MetricLabels.Begin<ChatOutcome>(_lines, "outcome");

    /// <summary>A line has found its outcome.</summary>
    public void CountLine(ChatOutcome outcome) => _lines.Add(1, MetricLabels.Tag("outcome", MetricLabels.Of(outcome)));

    /// <summary>Lines are committed.</summary>
    public void Commit(int lines, TimeSpan took)
    {
        _commitSize.Record(lines);
        _commitDuration.Record(took.TotalSeconds);
    }

    /// <summary>A commit has failed.</summary>
    public void CountFailure() => _commitFailures.Add(1);
}
