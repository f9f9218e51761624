namespace Domaeka.Core.Draining;

/// <summary>Whether a process lets phones go.</summary>
public enum DrainPhase
{
    /// <summary>It does not: phones are let in.</summary>
    Serving,

    /// <summary>Its phones are being sent to another server, a few per second.</summary>
    Migrating,

    /// <summary>Its phones are being told to come back later, all at once.</summary>
    Closing,

    /// <summary>All have gone; new ones are not let in.</summary>
    Drained,
}
