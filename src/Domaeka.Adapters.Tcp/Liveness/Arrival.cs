namespace Domaeka.Adapters.Tcp.Liveness;

/// <summary>When bytes arrived, as far as it is known. Both are time stamps of the clock.</summary>
/// <param name="At">When they were read.</param>
/// <param name="BacklogUntil">
/// Until when they may have lain unread because the server was busy; 0 for not at all. What was under way by then may have arrived long before
/// <paramref name="At"/>: in the transport, in the kernel, or held up in the phone because both were full.
/// </param>
internal readonly record struct Arrival(long At, long BacklogUntil = 0)
{
    /// <summary>A doubt as small as this does not matter: it is far less than what a mobile link takes.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(5);
}
