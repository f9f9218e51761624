using System.Diagnostics;

namespace Domaeka.Core.Telemetry;

/// <summary>
/// The source of the server's spans (<c>System.Diagnostics.ActivitySource</c>), for whoever listens to it. While nobody does, nothing is made:
/// no span, no tag.
/// </summary>
public static class DomaekaTraces
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "Domaeka";

    /// <summary>The source. One for the process: spans carry the ids that tell hosts apart.</summary>
    internal static ActivitySource Source { get; } = new(SourceName);
}
