namespace Domaeka.Adapters.Tcp.Liveness;

/// <summary>Keeps ten thousand phones that came back in one second from being pinged in one second for ever after.</summary>
internal static class PingSpread
{
    /// <summary>The timer never runs for less.</summary>
    public static readonly TimeSpan ShortestStep = TimeSpan.FromMilliseconds(10);

    private const double Jitter = 0.05;

    /// <summary>
    /// Time to the next ping: after the first one anything from half an interval to a whole one, later an interval give or take 5 %.
    /// </summary>
    public static TimeSpan Delay(TimeSpan interval, bool isFirst)
    {
        var luck = Random.Shared.NextDouble();
        return interval * (isFirst ? 0.5 + (luck / 2) : 1 - Jitter + (2 * Jitter * luck));
    }
}
