namespace Domaeka.Api.Metrics;

/// <summary>What is pushed to the collector and fails, metrics and spans together: a collector that is away is one trouble and not two. Thread-safe.</summary>
internal sealed class CollectorHealth
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _failing = [];

    /// <summary>A push has failed.</summary>
    /// <returns>True when all was well before.</returns>
    public bool Fail(string signal)
    {
        lock (_gate)
            return _failing.Add(signal) && _failing.Count == 1;
    }

    /// <summary>A push was taken.</summary>
    /// <returns>True when it was the last of those that failed.</returns>
    public bool Recover(string signal)
    {
        lock (_gate)
            return _failing.Remove(signal) && _failing.Count == 0;
    }
}
