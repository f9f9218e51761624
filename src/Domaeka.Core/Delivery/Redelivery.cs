namespace Domaeka.Core.Delivery;

/// <summary>What becomes of a message of which nobody knows whether it arrived.</summary>
public enum Redelivery
{
    /// <summary>It is written once more: the room may see it twice, and never more often.</summary>
    AtLeastOnce,

    /// <summary>It is left at that: the room may not see it.</summary>
    AtMostOnce,
}
