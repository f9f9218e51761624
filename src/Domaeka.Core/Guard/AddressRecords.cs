using System.Net;

namespace Domaeka.Core.Guard;

/// <summary>
/// The addresses that something is counted of. Bounded by the open connections and <see cref="MaxIdle"/>: beyond that the failures that lie
/// back longest are forgotten first. Used under the guard's lock.
/// </summary>
internal sealed class AddressRecords(TimeProvider clock, TimeSpan window)
{
    /// <summary>Most addresses without an open connection that are remembered.</summary>
    public const int MaxIdle = 50_000;

    private const int FirstSweep = 1_024;

    private readonly Dictionary<IPNetwork, AddressRecord> _records = [];
    private int _sweepAt = FirstSweep;

    /// <summary>How many addresses are remembered.</summary>
    public int Count => _records.Count;

    /// <summary>The record of an address, a fresh one if need be.</summary>
    public AddressRecord Of(IPNetwork network)
    {
        if (_records.TryGetValue(network, out var record))
            return record;
        if (_records.Count >= _sweepAt)
            Sweep();
        record = new AddressRecord();
        _records.Add(network, record);
        return record;
    }

    /// <summary>Forgets an address of which nothing is to be remembered.</summary>
    public void Tidy(IPNetwork network, AddressRecord record)
    {
        if (!record.IsInUse && record.LastFailure is null)
            _records.Remove(network);
    }

    /// <summary>The addresses where verified phones are connected.</summary>
    public IEnumerable<IPNetwork> WithPhones => _records.Where(pair => pair.Value.Verified > 0).Select(pair => pair.Key);

    /// <summary>Forgets the failures of every address within a network.</summary>
    public void Forgive(IPNetwork network)
    {
        foreach (var (address, record) in _records)
        {
            if (network.Contains(address.BaseAddress))
                record.Forgive();
        }
    }

    private void Sweep()
    {
        var now = clock.GetTimestamp();
        foreach (var (network, record) in _records)
        {
            if (!record.IsInUse && (record.LastFailure is not { } last || clock.GetElapsedTime(last, now) >= window))
                _records.Remove(network);
        }

        if (_records.Count > MaxIdle)
        {
            // A tenth at once, so that a flood of addresses does not pay for a look at all of them each time.
            var oldest = _records.Where(pair => !pair.Value.IsInUse)
                .OrderBy(pair => pair.Value.LastFailure)
                .Take(_records.Count - MaxIdle + (MaxIdle / 10))
                .Select(pair => pair.Key)
                .ToArray();
            foreach (var network in oldest)
                _records.Remove(network);
        }

        _sweepAt = Math.Max(FirstSweep, Math.Min(_records.Count * 2, Math.Max(MaxIdle, _records.Count) + (MaxIdle / 10)));
    }
}
