namespace Domaeka.Bench;

/// <summary>One measured server.</summary>
internal sealed record EchoResult(double LinesPerSecond, double P50Milliseconds, double P99Milliseconds, double ServerMicrosecondsPerLine);
