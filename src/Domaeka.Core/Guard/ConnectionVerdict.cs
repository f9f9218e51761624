namespace Domaeka.Core.Guard;

/// <summary>What becomes of a fresh connection.</summary>
public enum ConnectionVerdict
{
    /// <summary>It may speak.</summary>
    Admitted,

    /// <summary>Its address is blocked: it is to be closed without a word.</summary>
    Blocked,

    /// <summary>Its address has as many connections open that have proven nothing as it may have: it is to be closed.</summary>
    TooManyUnverified,
}
