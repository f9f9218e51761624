using Microsoft.Extensions.Options;

namespace Domaeka.Core.Chat;

/// <summary>Remembers the newest message ids, bounded in number and time.</summary>
internal sealed class DuplicateFilter(IOptions<ChatOptions> options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly HashSet<DuplicateKey> _seen = [];
    private readonly Queue<(DuplicateKey Key, long At)> _order = new();
    private long _dropped;

    /// <summary>How many duplicates were told since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Remembers the id.</summary>
    /// <returns>False when it is remembered already.</returns>
    public bool TryAdd(DuplicateKey key)
    {
        if (options.Value.DuplicateCapacity == 0)
            return true;

        var now = clock.GetTimestamp();
        lock (_gate)
        {
            while (_order.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.At, now) > options.Value.DuplicateWindow)
                _seen.Remove(_order.Dequeue().Key);

            if (!_seen.Add(key))
            {
                _dropped++;
                return false;
            }

            _order.Enqueue((key, now));
            if (_order.Count > options.Value.DuplicateCapacity)
                _seen.Remove(_order.Dequeue().Key);
            return true;
        }
    }
}
