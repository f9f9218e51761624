namespace Domaeka.Core.Leases;

/// <summary>
/// This instance's lease has ended, by its own end or because another instance found it run out: nothing was changed, and what it held
/// belongs to somebody else.
/// </summary>
public sealed class LeaseLostException(long instance)
    : Exception($"Instance {instance} does not hold its lease any more; another process has taken its place.")
{
    /// <summary>The instance that lost its lease.</summary>
    public long Instance { get; } = instance;
}
