using System.Globalization;

namespace Domaeka.Bench;

/// <summary>What to measure, bounded in count and time. <c>Program.cs</c> lists the names.</summary>
internal sealed record BenchOptions
{
    private static readonly string[] Standard = ["echo", "idle", "notices", "push", "schedules"];

    private static readonly string[] Names = [.. Standard, "provider", "soak", "compression"];

    /// <summary>What was named; when nothing was, everything that needs no server beside.</summary>
    public required IReadOnlyList<string> Scenarios { get; init; }

    public int Seconds { get; init; }

    public int Rounds { get; init; }

    public int Phones { get; init; }

    public int Outstanding { get; init; }

    public int IdlePhones { get; init; }

    /// <summary>Phones of <c>notices</c> and <c>push</c>.</summary>
    public int NoticePhones { get; init; }

    /// <summary>Seconds of load before <c>notices</c> and <c>push</c> are measured, in which the runtime compiles what is used most once more.</summary>
    public int WarmUp { get; init; }

    public int Callers { get; init; }

    /// <summary>Messages in one <c>BatchSendMessages</c>.</summary>
    public int Batch { get; init; }

    /// <summary>Pushes per second.</summary>
    public int Rate { get; init; }

    public int PushSeconds { get; init; }

    public int Schedules { get; init; }

    /// <summary>Schedules that come due in each second.</summary>
    public int DuePerSecond { get; init; }

    public int DueSeconds { get; init; }

    /// <summary>Notices that come due in one second.</summary>
    public int Burst { get; init; }

    public int BurstPhones { get; init; }

    /// <summary>Seconds between the filling of the table and the first notice due, in which the server starts and the phones connect.</summary>
    public int Lead { get; init; }

    public int SoakPhones { get; init; }

    /// <summary>Lines per second of all phones together.</summary>
    public int SoakRate { get; init; }

    public int SoakMinutes { get; init; }

    /// <summary>Share of the phones that leave and come back within a minute.</summary>
    public double SoakReconnects { get; init; }

    /// <summary>True when the phones have never been there: each is bound and its room noted while the load runs.</summary>
    public bool SoakNew { get; init; }

    /// <summary>Texts and pictures for <c>compression</c>.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public required string Synchronous { get; init; }

    public static BenchOptions Parse(string[] args)
    {
        string? Given(string name) => args
            .FirstOrDefault(arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal))?[(name.Length + 3)..];

        int Number(string name, int fallback) => Given(name) is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : fallback;

        ServerProcess.ServerPath = Given("server") ?? ServerProcess.ServerPath;
        BenchDatabase.Server = Given("mariadb");
        ServerProcess.Settings = [.. args.SkipWhile(arg => arg != "--").Skip(1)];
        var named = Names.Intersect(args).ToArray();
        return new BenchOptions
        {
            Scenarios = named.Length == 0 ? Standard : named,
            Seconds = Number("seconds", 10),
            Rounds = Number("rounds", 3),
            Phones = Number("phones", 50),
            Outstanding = Number("outstanding", 4),
            IdlePhones = Number("idle", 5_000),
            NoticePhones = Number("notice-phones", 100),
            WarmUp = Number("warm-up", 10),
            Callers = Number("callers", 64),
            Batch = Number("batch", 100),
            Rate = Number("rate", 1_000),
            PushSeconds = Number("push-seconds", 20),
            Schedules = Number("schedules", 100_000),
            DuePerSecond = Number("due-per-second", 20),
            DueSeconds = Number("due-seconds", 20),
            Burst = Number("burst", 10_000),
            BurstPhones = Number("burst-phones", 1_000),
            Lead = Number("lead", 40),
            SoakPhones = Number("soak-phones", 10_000),
            SoakRate = Number("soak-rate", 2_000),
            SoakMinutes = Number("soak-minutes", 10),
            SoakReconnects = Number("soak-reconnects", 10) / 100.0,
            SoakNew = Number("soak-new", 0) != 0,
            Files = (Given("files") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries),
            Synchronous = Given("synchronous") ?? "Full",
        };
    }
}
