using Domaeka.Core.Connections;

namespace Domaeka.Core.Draining;

/// <summary>That the phones of a process go to another server.</summary>
public sealed record MigrationOrder
{
    /// <summary>Most phones that can be told each second.</summary>
    public const int MaxPhonesPerSecond = 1_000;

    /// <summary>The longest <see cref="MigrateAfter"/>: 1 h.</summary>
    public static readonly TimeSpan MaxMigrateAfter = TimeSpan.FromHours(1);

    /// <summary>Where to.</summary>
    public required MigrationTarget Target { get; init; }

    /// <summary>How many phones are told each second, 1 to <see cref="MaxPhonesPerSecond"/>; null means <see cref="MigrationOptions.PhonesPerSecond"/>.</summary>
    public int? PhonesPerSecond { get; init; }

    /// <summary>
    /// How long a phone that was told goes on here, 0 to <see cref="MaxMigrateAfter"/>; null means <see cref="MigrationOptions.MigrateAfter"/>. Phones
    /// are told whole seconds, rounded up.
    /// </summary>
    public TimeSpan? MigrateAfter { get; init; }
}
