namespace Domaeka.Core.Draining;

/// <summary>What becomes of the wish to end a drain.</summary>
public enum CancelDrainOutcome
{
    /// <summary>Phones are let in again.</summary>
    Cancelled,

    /// <summary>There was no drain.</summary>
    NotDraining,

    /// <summary>The process stops: that cannot be taken back.</summary>
    Stopping,
}
