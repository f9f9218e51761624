namespace Domaeka.Core.Memory;

/// <summary>How short memory is.</summary>
public enum MemoryPressure
{
    /// <summary>There is enough.</summary>
    None,

    /// <summary>More than <see cref="MemoryOptions.WarnPercent"/> is used.</summary>
    High,

    /// <summary>More than <see cref="MemoryOptions.RefusePercent"/> is used: new phones are refused.</summary>
    Critical,
}
