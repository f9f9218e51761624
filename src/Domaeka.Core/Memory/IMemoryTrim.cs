namespace Domaeka.Core.Memory;

/// <summary>Something that holds memory which it can do without, such as a cache. Registered as many times as there are such things.</summary>
public interface IMemoryTrim
{
    /// <summary>Gives up what it can do without. Called when memory is short, off the hot paths; quick, and without an exception.</summary>
    void Trim();
}
