using System.Diagnostics.Metrics;
using Domaeka.Core.Commands;

namespace Domaeka.Core.Telemetry;

/// <summary>How commands run. Their triggers are those of the commands that the program has, so they are few.</summary>
internal sealed class CommandMetrics
{
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _wait;
    private readonly Counter<long> _replies;

    public CommandMetrics(IMeterFactory? factory = null)
    {
        var meter = DomaekaMeters.Open(factory, DomaekaMeters.Core);
        _duration = meter.CreateHistogram(
            "domaeka.command.duration", "s", "How long commands run, by command and outcome.", tags: null, MetricBuckets.Work);
        _wait = meter.CreateHistogram(
            "domaeka.command.wait.duration", "s", "How long commands wait in their room's lane.", tags: null, MetricBuckets.Work);
        _replies = meter.CreateCounter<long>("domaeka.command.replies", "{message}", "Answers of commands that were handed to phones.");
    }

    /// <summary>A command begins to run.</summary>
    public void Start(TimeSpan waited) => _wait.Record(waited.TotalSeconds);

    /// <summary>The lane goes on.</summary>
    public void End(string trigger, CommandOutcome outcome, TimeSpan took) => _duration.Record(
        took.TotalSeconds, MetricLabels.Tag("command", trigger), MetricLabels.Tag("outcome", MetricLabels.Of(outcome)));

    /// <summary>An answer was handed to a phone.</summary>
    public void CountReply() => _replies.Add(1);
}
