namespace Domaeka.Core.Memory;

/// <summary>Measures memory.</summary>
internal interface IMemoryGauge
{
    /// <summary>What is used now, of whichever limit is nearest.</summary>
    MemoryReading Read();

    /// <summary>Gives back what nobody uses, which may stop the process for some hundred milliseconds.</summary>
    void Collect();
}
