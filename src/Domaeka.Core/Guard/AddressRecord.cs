namespace Domaeka.Core.Guard;

/// <summary>What is counted of one address. Used under the guard's lock.</summary>
internal sealed class AddressRecord
{
    private const int FirstRoom = 4;

    // Times of the last failures, a ring. Grows with what is in it: most addresses never fail.
    private long[] _failures = [];
    private int _next;
    private int _count;

    /// <summary>Open connections that have proven nothing.</summary>
    public int Unverified { get; set; }

    /// <summary>Open connections of verified phones.</summary>
    public int Verified { get; set; }

    /// <summary>True when connections are open.</summary>
    public bool IsInUse => Unverified > 0 || Verified > 0;

    /// <summary>When the last failure was, by the clock's time stamp; null for never.</summary>
    public long? LastFailure { get; private set; }

    /// <summary>Notes a failure.</summary>
    /// <returns>True when it is at least the <paramref name="limit"/>-th since <paramref name="windowStart"/>.</returns>
    public bool AddFailure(long now, long windowStart, int limit)
    {
        LastFailure = now;
        if (_next == _failures.Length && _failures.Length < limit)
            Array.Resize(ref _failures, Math.Min(limit, Math.Max(FirstRoom, _failures.Length * 2)));
        if (_next == _failures.Length)
            _next = 0;
        _failures[_next++] = now;
        _count = Math.Min(_count + 1, limit);

        return _count == limit && _failures[_next == limit ? 0 : _next] >= windowStart;
    }

    /// <summary>Forgets the failures.</summary>
    public void Forgive()
    {
        _failures = [];
        _next = 0;
        _count = 0;
        LastFailure = null;
    }
}
