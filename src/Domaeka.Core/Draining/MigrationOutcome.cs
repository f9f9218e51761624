namespace Domaeka.Core.Draining;

/// <summary>What becomes of a <see cref="MigrationOrder"/>.</summary>
public enum MigrationOutcome
{
    /// <summary>The phones are being told.</summary>
    Begun,

    /// <summary>They were already: an order to the same target is under way, and goes on as it is.</summary>
    UnderWay,

    /// <summary>The target is this very process.</summary>
    TargetIsSelf,

    /// <summary>The process drains already, to another target or to none.</summary>
    Draining,
}
