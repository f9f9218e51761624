namespace Domaeka.Core.Monitoring;

/// <summary>What became of a ping.</summary>
public enum PingOutcome
{
    /// <summary>The phone has answered.</summary>
    Answered,

    /// <summary>The phone has not answered within the ping time-out; its connection is closed.</summary>
    TimedOut,
}
