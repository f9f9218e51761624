using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Domaeka.Core.Approval;

/// <summary>
/// The rows of a table by key, with one secondary index. Read without locks; written by one caller at a time, which the directories
/// ensure.
/// </summary>
internal sealed class RowCache<TKey, TRow, TGroup>(Func<TRow, TKey> keyOf, Func<TRow, TGroup> groupOf)
    where TKey : notnull
    where TRow : class
    where TGroup : notnull
{
    private readonly ConcurrentDictionary<TKey, TRow> _rows = new();
    private readonly ConcurrentDictionary<TGroup, ImmutableDictionary<TKey, TRow>> _groups = new();

    public IEnumerable<TKey> Keys => _rows.Keys;

    public TRow? Find(TKey key) => _rows.GetValueOrDefault(key);

    public ImmutableDictionary<TKey, TRow> Group(TGroup group) =>
        _groups.GetValueOrDefault(group) ?? ImmutableDictionary<TKey, TRow>.Empty;

    public int Count(Func<TRow, bool> predicate) => _rows.Count(entry => predicate(entry.Value));

    /// <summary>Stores the row and returns the one that was there before.</summary>
    public TRow? Put(TRow row)
    {
        var key = keyOf(row);
        var before = _rows.GetValueOrDefault(key);
        if (before is not null && !groupOf(before).Equals(groupOf(row)))
            Ungroup(before);

        _rows[key] = row;
        _groups[groupOf(row)] = Group(groupOf(row)).SetItem(key, row);
        return before;
    }

    /// <summary>Forgets the row and returns it.</summary>
    public TRow? Remove(TKey key)
    {
        if (!_rows.TryRemove(key, out var row))
            return null;

        Ungroup(row);
        return row;
    }

    private void Ungroup(TRow row)
    {
        var rest = Group(groupOf(row)).Remove(keyOf(row));
        if (rest.IsEmpty)
            _groups.TryRemove(groupOf(row), out _);
        else
            _groups[groupOf(row)] = rest;
    }
}
