using Domaeka.Core.Access;

namespace Domaeka.Api.Access;

/// <summary>
/// Remembers for a short while what the store said of a key's hash, that there is none included. Bounded: when it is full
/// of live entries it starts anew, since a flood of wrong keys must cost neither memory nor more than one query each.
/// </summary>
/// <param name="capacity">Most entries, 1 or more.</param>
/// <param name="lifetime">How long an entry holds; this is also how late a revocation may be noticed.</param>
/// <param name="clock">Time.</param>
internal sealed class KeyCache(int capacity, TimeSpan lifetime, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private long _version;

    /// <summary>How many entries are held, for tests.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    /// <summary>False when nothing fresh is known; otherwise <paramref name="key"/> is what the store said, null for no such key.</summary>
    public bool TryGet(string hash, out ApiKey? key)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(hash, out var entry) && IsFresh(entry))
            {
                key = entry.Key;
                return true;
            }

            key = null;
            return false;
        }
    }

    /// <summary>What the store said when it was last asked, however long ago that is; null when nothing is known.</summary>
    public ApiKey? FindStale(string hash)
    {
        lock (_gate)
            return _entries.GetValueOrDefault(hash).Key;
    }

    /// <summary>How often <see cref="Replace"/> was called; to be asked before the store is.</summary>
    public long Version
    {
        get
        {
            lock (_gate)
                return _version;
        }
    }

    /// <summary>Notes what the store said, unless a key has been replaced since <paramref name="version"/>: the answer may be older than that.</summary>
    public void Set(string hash, ApiKey? key, long version)
    {
        lock (_gate)
        {
            if (version == _version)
                SetLocked(hash, key);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_gate)
            _entries.Clear();
    }

    /// <summary>Notes a key that was just changed; what was read of keys before and arrives only now is not taken.</summary>
    public void Replace(ApiKey key)
    {
        lock (_gate)
        {
            _version++;
            SetLocked(key.Hash, key);
        }
    }

    private void SetLocked(string hash, ApiKey? key)
    {
        if (_entries.Count >= capacity && !_entries.ContainsKey(hash))
        {
            foreach (var (stale, _) in _entries.Where(pair => !IsFresh(pair.Value)).ToList())
                _entries.Remove(stale);
            if (_entries.Count >= capacity)
                _entries.Clear();
        }

        _entries[hash] = new Entry(key, clock.GetTimestamp());
    }

    private bool IsFresh(Entry entry) => clock.GetElapsedTime(entry.ReadAt) < lifetime;

    private readonly record struct Entry(ApiKey? Key, long ReadAt);
}
