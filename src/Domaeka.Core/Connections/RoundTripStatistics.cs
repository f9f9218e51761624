namespace Domaeka.Core.Connections;

/// <summary>How long a phone's answers to pings took: the newest 100 that measure the link.</summary>
/// <param name="Last">The newest.</param>
/// <param name="Minimum">The shortest.</param>
/// <param name="Mean">The arithmetic mean.</param>
/// <param name="Percentile95">The time that 95 of 100 stay within (nearest rank).</param>
/// <param name="Samples">Of how many these are, 1 to 100.</param>
public sealed record RoundTripStatistics(TimeSpan Last, TimeSpan Minimum, TimeSpan Mean, TimeSpan Percentile95, int Samples);
