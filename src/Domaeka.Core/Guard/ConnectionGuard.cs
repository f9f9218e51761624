using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Guard;

/// <inheritdoc cref="IConnectionGuard"/>
/// <remarks>Everything is decided in memory under one lock; <see cref="GuardKeeper"/> reads and writes the database beside it.</remarks>
internal sealed class ConnectionGuard(IOptions<GuardOptions> options, TimeProvider clock, ILogger<ConnectionGuard> logger) : IConnectionGuard
{
    private readonly Lock _gate = new();
    private readonly GuardOptions _options = options.Value;
    private readonly AddressRecords _records = new(clock, options.Value.FailureWindow);
    private readonly BlockTable _blocks = new(options.Value.MaxBlocks);
    private readonly KnownAddresses _known = new(options.Value.KnownFor);
    private long _refusedBlocked;
    private long _refusedUnverified;
    private long _endedUnverified;
    private int _unverified;

    public long RefusedBlocked => Interlocked.Read(ref _refusedBlocked);

    public long RefusedUnverified => Interlocked.Read(ref _refusedUnverified);

    public long EndedUnverified => Interlocked.Read(ref _endedUnverified);

    public int Unverified => Volatile.Read(ref _unverified);

    /// <summary>How many addresses something is counted of, for tests of the bound.</summary>
    internal int TrackedAddresses
    {
        get
        {
            lock (_gate)
                return _records.Count;
        }
    }

    public IConnectionPass Enter(IPAddress? remote)
    {
        if (remote is null || (_options.ExemptLoopback && IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote)))
            return UncountedPass.Exempt;

        var network = ClientNetwork.Of(remote);
        AddressBlock? made;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var most = _options.MaxUnverifiedPerAddress == 0 ? int.MaxValue : _options.MaxUnverifiedPerAddress;
            var record = _records.Of(network);
            var block = _blocks.Find(network, remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote, now);
            if (block is not null)
            {
                if (block.Origin == BlockOrigin.Manual || _options.MaxUnverifiedWhenBlocked == 0 || !IsKnown(network, record, now))
                {
                    _records.Tidy(network, record);
                    _refusedBlocked++;
                    return UncountedPass.Blocked;
                }

                most = Math.Min(most, _options.MaxUnverifiedWhenBlocked);
            }

            if (record.Unverified < most)
            {
                record.Unverified++;
                _unverified++;
                return new ConnectionPass(this, network, record);
            }

            _refusedUnverified++;
            made = CountFailure(network, record, now);
        }

        Tell(made);
        return UncountedPass.TooMany;
    }

    /// <summary>A connection has been verified.</summary>
    internal void OnVerified(IPNetwork network, AddressRecord record)
    {
        lock (_gate)
        {
            record.Verified++;
            record.Unverified--;
            _unverified--;
            _known.Mark(network, clock.GetUtcNow());
        }
    }

    /// <summary>A verified phone has gone.</summary>
    internal void OnEndedVerified(IPNetwork network, AddressRecord record)
    {
        lock (_gate)
        {
            record.Verified--;
            _known.Mark(network, clock.GetUtcNow());
            _records.Tidy(network, record);
        }
    }

    /// <summary>Notes that phones are still where they are.</summary>
    internal void MarkPresent()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            foreach (var network in _records.WithPhones)
                _known.Mark(network, now);
        }
    }

    /// <summary>A connection has ended without having been verified.</summary>
    internal void OnEndedUnverified(IPNetwork network, AddressRecord record, bool isExcused)
    {
        AddressBlock? made = null;
        lock (_gate)
        {
            if (!isExcused)
            {
                _endedUnverified++;
                made = CountFailure(network, record, clock.GetUtcNow());
            }

            record.Unverified--;
            _unverified--;
            _records.Tidy(network, record);
        }

        Tell(made);
    }

    /// <summary>Looks at and changes the blocks and the known addresses, alone.</summary>
    internal T Use<T>(Func<BlockTable, KnownAddresses, T> use)
    {
        lock (_gate)
            return use(_blocks, _known);
    }

    /// <summary>Forgets what was counted against the addresses of a network.</summary>
    internal void Forgive(IPNetwork network)
    {
        lock (_gate)
            _records.Forgive(network);
    }

    private bool IsKnown(IPNetwork network, AddressRecord record, DateTimeOffset now) => record.Verified > 0 || _known.Contains(network, now);

    private AddressBlock? CountFailure(IPNetwork network, AddressRecord record, DateTimeOffset now)
    {
        if (_options.MaxFailuresPerAddress == 0)
            return null;

        var stamp = clock.GetTimestamp();
        var windowStart = stamp - (long)(_options.FailureWindow.TotalSeconds * clock.TimestampFrequency);
        if (!record.AddFailure(stamp, windowStart, _options.MaxFailuresPerAddress)
            || (_blocks.TryGet(network, out var present) && present.ExpiresAt > now))
            return null;

        var block = new AddressBlock
        {
            Network = network,
            Origin = BlockOrigin.Automatic,
            Reason = $"{_options.MaxFailuresPerAddress} connections within {_options.FailureWindow} proved nothing",
            CreatedAt = now,
            ExpiresAt = now + _options.BlockDuration,
        };
        return _blocks.AddAutomatic(block, now) ? block : null;
    }

    private void Tell(AddressBlock? made)
    {
        if (made is null)
            return;
        var isKnown = Use((_, known) => known.Contains(made.Network, made.CreatedAt));
        Log.AddressBlocked(logger, ClientNetwork.ToText(made.Network), made.ExpiresAt, isKnown, made.Reason);
    }
}
