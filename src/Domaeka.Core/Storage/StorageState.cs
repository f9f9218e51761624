namespace Domaeka.Core.Storage;

/// <summary>
/// Whether the last uses of the database succeeded, for the status page. Reads and writes are noted apart: a database that is full or
/// locked can still be read, and must not look available for that.
/// </summary>
internal sealed class StorageState
{
    private int _unreadable;
    private int _unwritable;

    public bool IsAvailable => Volatile.Read(ref _unreadable) == 0 && Volatile.Read(ref _unwritable) == 0;

    /// <summary>Notes the outcome of reading.</summary>
    /// <returns>True when it differs from the one before, so that a long outage is logged once.</returns>
    public bool ReportRead(bool available) => Report(ref _unreadable, available);

    /// <summary>Notes the outcome of writing.</summary>
    /// <returns>True when it differs from the one before, so that a long outage is logged once.</returns>
    public bool ReportWrite(bool available) => Report(ref _unwritable, available);

    private static bool Report(ref int state, bool available)
    {
        var now = available ? 0 : 1;
        return Interlocked.Exchange(ref state, now) != now;
    }
}
