namespace Domaeka.Adapters.Tcp.Liveness;

/// <summary>
/// Knows of the bytes that are read how well the time of their arrival is known. The transport takes bytes from the socket while the session is at
/// work or waits for Core, and says nothing of when; that some are there already when the session looks again shows that they may have waited.
/// </summary>
internal sealed class ArrivalClock(TimeProvider time)
{
    /// <summary>A doubt as small as this does not matter: it is far less than what a mobile link takes.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(5);

    private long _readAt = time.GetTimestamp();
    private long _backlogUntil;

    /// <summary>When the bytes arrived that were read last. For the reading session alone.</summary>
    public Arrival Arrival => new(_readAt, _backlogUntil);

    /// <summary>When something was last read; when this was made, if nothing was. For anybody.</summary>
    public DateTimeOffset LastAt => time.GetUtcNow() - time.GetElapsedTime(Volatile.Read(ref _readAt));

    /// <summary>Bytes were read.</summary>
    /// <param name="wereThere">True when they were there before the session looked; false when it had to wait for them.</param>
    public void OnRead(bool wereThere)
    {
        var now = time.GetTimestamp();
        if (wereThere && time.GetElapsedTime(_readAt, now) > Tolerance)
            _backlogUntil = now;
        Volatile.Write(ref _readAt, now);
    }
}
