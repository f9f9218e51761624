using System.Globalization;
using Domaeka.V1;

namespace Domaeka.Samples.Client.Output;

/// <summary>How good a phone's connection is, in words; empty when that is not known.</summary>
public static class QualityWords
{
    /// <summary>The newest round-trip times.</summary>
    public static string RoundTrips(ConnectionQuality? quality) => quality is not { RoundTripSamples: > 0 }
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $"min {Words.Of(quality.MinRoundTrip)}, mean {Words.Of(quality.MeanRoundTrip)}, p95 {Words.Of(quality.P95RoundTrip)} of {quality.RoundTripSamples}");

    /// <summary>What went over the connection.</summary>
    public static string Lines(ConnectionQuality? quality) => quality is null
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{quality.InboundLines} in ({quality.InboundBytes} bytes), {quality.OutboundLines} out ({quality.OutboundBytes} bytes)");

    /// <summary>How many pings were never answered.</summary>
    public static string MissedPings(ConnectionQuality? quality) => quality?.MissedPings.ToString(CultureInfo.InvariantCulture) ?? "";
}
