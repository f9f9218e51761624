using System.Net;

namespace Domaeka.Core.Guard;

/// <summary>
/// Where phones were verified lately, and what of that is not written yet. Bounded: beyond <see cref="MaxAddresses"/> those where it is
/// longest ago are forgotten. Used under the guard's lock.
/// </summary>
internal sealed class KnownAddresses(TimeSpan knownFor)
{
    /// <summary>Most addresses.</summary>
    public const int MaxAddresses = 100_000;

    /// <summary>A day is kept to the hour: phones are verified all the time, and each time is not worth a write.</summary>
    private const int WritesPerLifetime = 24;

    private readonly Dictionary<IPNetwork, DateTimeOffset> _verified = [];
    private readonly Dictionary<IPNetwork, KnownAddress> _unwritten = [];

    /// <summary>How many addresses are known.</summary>
    public int Count => _verified.Count;

    /// <summary>Whether a phone was verified there lately.</summary>
    public bool Contains(IPNetwork network, DateTimeOffset now) =>
        _verified.TryGetValue(network, out var verified) && now - verified < knownFor;

    /// <summary>A phone was verified there now.</summary>
    public void Mark(IPNetwork network, DateTimeOffset now)
    {
        if (_verified.TryGetValue(network, out var before) && (now - before).Duration() < knownFor / WritesPerLifetime)
            return;
        MakeRoom(now);
        _verified[network] = now;
        _unwritten[network] = new KnownAddress(network, now);
    }

    /// <summary>Takes in what is stored.</summary>
    public void Learn(IEnumerable<KnownAddress> stored, DateTimeOffset now)
    {
        foreach (var address in stored)
        {
            if (_verified.TryGetValue(address.Network, out var before) && before >= address.VerifiedAt)
                continue;
            MakeRoom(now);
            _verified[address.Network] = address.VerifiedAt;
        }
    }

    /// <summary>What is to be written, at most so much.</summary>
    public KnownAddress[] Unwritten(int limit) => [.. _unwritten.Values.Take(limit)];

    /// <summary>These were written; what has changed since remains.</summary>
    public void MarkWritten(IEnumerable<KnownAddress> addresses)
    {
        foreach (var address in addresses)
        {
            if (_unwritten.TryGetValue(address.Network, out var latest) && ReferenceEquals(latest, address))
                _unwritten.Remove(address.Network);
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_verified.Count < MaxAddresses)
            return;
        foreach (var (network, verified) in _verified)
        {
            if (now - verified >= knownFor)
                Forget(network);
        }

        if (_verified.Count < MaxAddresses)
            return;
        foreach (var (network, _) in _verified.OrderBy(pair => pair.Value).Take(MaxAddresses / 10).ToArray())
            Forget(network);
    }

    private void Forget(IPNetwork network)
    {
        _verified.Remove(network);
        _unwritten.Remove(network);
    }
}
