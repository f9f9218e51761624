using Domaeka.Core.Connections;

namespace Domaeka.Core.Draining;

/// <summary>Counts the connections that one drain has told to leave, and those of them that have ended.</summary>
internal sealed class DrainTally(DateTimeOffset startedAt, MigrationOrder? order)
{
    private readonly Lock _gate = new();
    private readonly HashSet<IPhoneConnection> _staying = [];
    private int _told;
    private int _closed;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>Null for a drain without a target.</summary>
    public MigrationOrder? Order => order;

    public int Told => Volatile.Read(ref _told);

    /// <summary>The connection was told; each counts once.</summary>
    public void Add(IPhoneConnection connection)
    {
        lock (_gate)
        {
            if (_staying.Add(connection))
                _told++;
        }
    }

    /// <summary>How many of those that were told are gone, judged by those that are open now.</summary>
    public int CountClosed(IEnumerable<IPhoneConnection> open)
    {
        lock (_gate)
        {
            var before = _staying.Count;
            _staying.IntersectWith(open);
            return _closed += before - _staying.Count;
        }
    }
}
