namespace Domaeka.Core.Events;

/// <summary>As many feeds are being read as may be.</summary>
/// <param name="limit">How many.</param>
public sealed class FeedFullException(int limit) : Exception($"{limit} feeds are being read already.")
{
    /// <summary>How many may be read at a time.</summary>
    public int Limit { get; } = limit;
}
