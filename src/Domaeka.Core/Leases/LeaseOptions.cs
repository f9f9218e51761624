namespace Domaeka.Core.Leases;

/// <summary>How several processes share one database; section <c>Lease</c>.</summary>
public sealed class LeaseOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Lease";

    /// <summary>
    /// How long a process that says nothing keeps what it holds. Behind <c>kill -9</c> another one takes over when it is over. 3 s to 5 min; more
    /// than twice <see cref="RenewInterval"/>. (default: 10 s)
    /// </summary>
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the lease is renewed, and looked whether another one's has run out. 100 ms to 1 min. (default: 2 s)</summary>
    public TimeSpan RenewInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How often a process looks for mail and for phones that have moved while it is one of several. Alone it does so as often as it renews its
    /// lease. 10 ms to 10 s. (default: 100 ms)
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a call waits for another process to answer. 1 s to 1 min. (default: 5 s)</summary>
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
