using System.Globalization;

namespace Domaeka.Bench;

/// <summary>What to measure, bounded in count and time.</summary>
internal sealed record BenchOptions(bool Echo, bool Idle, int Seconds, int Rounds, int Phones, int Outstanding, int IdlePhones, string Synchronous)
{
    public static BenchOptions Parse(string[] args)
    {
        int Number(string name, int fallback) => args.FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal)) is { } given
            ? int.Parse(given.AsSpan(name.Length + 3), CultureInfo.InvariantCulture)
            : fallback;

        var all = !args.Contains("echo") && !args.Contains("idle");
        return new BenchOptions(
            all || args.Contains("echo"),
            all || args.Contains("idle"),
            Number("seconds", 10),
            Number("rounds", 3),
            Number("phones", 50),
            Number("outstanding", 4),
            Number("idle", 5_000),
            args.FirstOrDefault(arg => arg.StartsWith("--synchronous=", StringComparison.Ordinal))?["--synchronous=".Length..] ?? "Full");
    }
}
