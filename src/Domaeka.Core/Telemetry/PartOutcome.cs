namespace Domaeka.Core.Telemetry;

/// <summary>What happens to a part of a message on its way.</summary>
internal enum PartOutcome
{
    /// <summary>Handed to the socket.</summary>
    Written,

    /// <summary>The phone has worked through it.</summary>
    Confirmed,

    /// <summary>It may have arrived or not.</summary>
    Uncertain,

    /// <summary>It did not leave, and goes back into its lane.</summary>
    Withdrawn,

    /// <summary>It cannot be sent.</summary>
    Failed,
}
