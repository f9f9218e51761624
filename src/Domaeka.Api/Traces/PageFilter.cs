using System.Diagnostics;
using OpenTelemetry;

namespace Domaeka.Api.Traces;

/// <summary>Keeps the calls of the HTTP port's pages out: a scrape every few seconds would be most of what is shown.</summary>
internal sealed class PageFilter : BaseProcessor<Activity>
{
    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.DisplayName is var name && (name.EndsWith("/metrics", StringComparison.Ordinal) || name.Contains("/health/", StringComparison.Ordinal)))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
