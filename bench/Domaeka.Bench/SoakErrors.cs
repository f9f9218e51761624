using System.Collections.Concurrent;

namespace Domaeka.Bench;

/// <summary>What went wrong, by kind.</summary>
internal sealed class SoakErrors
{
    private readonly ConcurrentDictionary<string, int> _counts = new();

    public int Count => _counts.Values.Sum();

    public void Add(string kind) => _counts.AddOrUpdate(kind, 1, static (_, count) => count + 1);

    public override string ToString() => _counts.IsEmpty ? "none" : string.Join(", ", _counts.Select(pair => $"{pair.Key}: {pair.Value}"));
}
