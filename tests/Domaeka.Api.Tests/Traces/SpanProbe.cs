using System.Collections.Concurrent;
using System.Diagnostics;
using Domaeka.Core.Telemetry;

namespace Domaeka.Api.Tests.Traces;

/// <summary>Hears every span of the process; tests tell theirs by the names of their bots and the ids of their traces.</summary>
internal sealed class SpanProbe : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public SpanProbe()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is DomaekaTraces.SourceName or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The spans of a trace that have ended, in the order of their ends.</summary>
    public IReadOnlyList<Activity> Of(ActivityTraceId trace) => [.. _spans.Where(span => span.TraceId == trace)];

    /// <summary>The spans that have this tag.</summary>
    public IReadOnlyList<Activity> With(string tag, string value) => [.. _spans.Where(span => span.GetTagItem(tag) as string == value)];

    public void Dispose() => _listener.Dispose();
}
