namespace Domaeka.Core.Monitoring;

/// <summary>A row of <c>kb_ping_monitor</c>.</summary>
/// <param name="Ping">What became of the ping, and how the phone is.</param>
/// <param name="Process">How this process was at the time.</param>
public sealed record PingRecord(PingObservation Ping, ProcessUsage Process);
