using Domaeka.Adapters.Tcp.Liveness;

namespace Domaeka.Adapters.Tcp.Tests.Liveness;

/// <summary>Keeps the pings, and what the monitor found.</summary>
internal sealed class FakePingHost : IPingHost
{
    public List<SentPing> Sent { get; } = [];

    public TimeSpan? Unanswered { get; private set; }

    public TimeSpan? IdleFor { get; private set; }

    /// <summary>When set, a ping counts as written as soon as it is sent.</summary>
    public PingMonitor? WritesAtOnce { get; set; }

    public void SendPing(SentPing ping)
    {
        Sent.Add(ping);
        WritesAtOnce?.OnPingWritten(ping, 0);
    }

    public void OnPingUnanswered(TimeSpan silence) => Unanswered = silence;

    public void OnIdle(TimeSpan silence) => IdleFor = silence;
}
