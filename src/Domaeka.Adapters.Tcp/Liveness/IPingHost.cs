namespace Domaeka.Adapters.Tcp.Liveness;

/// <summary>What a <see cref="PingMonitor"/> needs of its connection. Called on a timer's thread, never under the monitor's lock.</summary>
internal interface IPingHost
{
    /// <summary>Puts the ping before everything that waits for the phone, but for other pings and news of the same kind.</summary>
    void SendPing(SentPing ping);

    /// <summary>The phone has left a ping unanswered for too long.</summary>
    void OnPingUnanswered(TimeSpan silence);

    /// <summary>The phone has sent nothing at all for too long.</summary>
    void OnIdle(TimeSpan silence);
}
