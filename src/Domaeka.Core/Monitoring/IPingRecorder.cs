namespace Domaeka.Core.Monitoring;

/// <summary>Takes what adapters learn from their phones' pings. Thread-safe.</summary>
public interface IPingRecorder
{
    /// <summary>
    /// Leaves a note, to be stored within seconds. Cheap and never waits: while the database is away, or too slow, the oldest notes are dropped.
    /// </summary>
    void Record(PingObservation ping);
}
