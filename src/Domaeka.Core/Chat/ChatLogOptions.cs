namespace Domaeka.Core.Chat;

/// <summary>How chat lines are brought to the database.</summary>
public sealed class ChatLogOptions
{
    /// <summary>Most entries in one transaction, 1 to 10,000 (default: 500).</summary>
    public int MaxBatchEntries { get; set; } = 500;

    /// <summary>
    /// Most entries that wait for their commit. When so many wait, the server stops reading from the phones. 1 or more (default: 10,000).
    /// </summary>
    public int MaxPendingEntries { get; set; } = 10_000;

    /// <summary>Wait before the first retry when the database is unavailable; doubled up to <see cref="MaxRetryDelay"/> (default: 100 ms).</summary>
    public TimeSpan MinRetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait between retries (default: 5 s).</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(5);
}
