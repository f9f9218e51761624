namespace Domaeka.Core.Storage;

/// <summary>Whether the last use of the database succeeded, for the status page.</summary>
internal sealed class StorageState
{
    private int _unavailable;

    public bool IsAvailable => Volatile.Read(ref _unavailable) == 0;

    /// <summary>Notes an outcome.</summary>
    /// <returns>True when it differs from the one before, so that a long outage is logged once.</returns>
    public bool Report(bool available)
    {
        var now = available ? 0 : 1;
        return Interlocked.Exchange(ref _unavailable, now) != now;
    }
}
