namespace Domaeka.Core.Memory;

/// <summary>How the server is off for memory.</summary>
public interface IMemoryWatch
{
    /// <summary>As of the last look (<see cref="MemoryOptions.SampleInterval"/>).</summary>
    MemoryPressure Pressure { get; }

    /// <summary>What was measured then.</summary>
    MemoryReading Reading { get; }
}
