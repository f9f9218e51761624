namespace Domaeka.Adapters.Tcp.Liveness;

/// <summary>
/// Knows of the bytes that are read how well the time of their arrival is known. The transport takes bytes from the socket while the session is at
/// work or waits for Core, and says nothing of when; that some are there already when the session looks again shows that they may have waited.
/// </summary>
internal sealed class ArrivalClock(TimeProvider time)
{
    /// <summary>
    /// Less than this cannot have filled the transport's buffer, so that nothing was held up before it. From here on what is read later may have
    /// waited too.
    /// </summary>
    private const int SmallBacklogBytes = 16 * 1024;

    private long _readAt = time.GetTimestamp();
    private long _backlogUntil;

    /// <summary>When the bytes arrived that were read last. For the reading session alone.</summary>
    public Arrival Arrival { get; private set; }

    /// <summary>When something was last read; when this was made, if nothing was. For anybody.</summary>
    public DateTimeOffset LastAt => time.GetUtcNow() - time.GetElapsedTime(Volatile.Read(ref _readAt));

    /// <summary>Bytes were read.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="wereThere">True when they were there before the session looked; false when it had to wait for them.</param>
    public void OnRead(long bytes, bool wereThere)
    {
        var now = time.GetTimestamp();
        var isLate = wereThere && time.GetElapsedTime(_readAt, now) > Arrival.Tolerance;
        if (isLate && bytes >= SmallBacklogBytes)
            _backlogUntil = now;
        Arrival = new Arrival(now, isLate ? now : _backlogUntil);
        Volatile.Write(ref _readAt, now);
    }
}
