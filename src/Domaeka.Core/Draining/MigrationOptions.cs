namespace Domaeka.Core.Draining;

/// <summary>How phones are sent to another server (<see cref="IServerDrain.MigrateAsync"/>), where the order says nothing else.</summary>
public sealed class MigrationOptions
{
    /// <summary>How many phones are told each second, 1 to 1,000 (default: 5), so that the other server is not run over.</summary>
    public int PhonesPerSecond { get; set; } = 5;

    /// <summary>How long a phone that was told goes on here, up to 1 h (default: 30 s).</summary>
    public TimeSpan MigrateAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// So long before a phone leaves nothing new is pushed to it, so that what is under way is confirmed by then, up to 5 min (default: 2 s). Messages
    /// wait meanwhile. No longer than <see cref="MigrateAfter"/> of the order.
    /// </summary>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a phone that should have left may stay before its connection is closed, 1 s to 1 h (default: 15 s): scripts that do not know
    /// <c>serverMigration</c> leave only then.
    /// </summary>
    public TimeSpan CloseGrace { get; set; } = TimeSpan.FromSeconds(15);
}
