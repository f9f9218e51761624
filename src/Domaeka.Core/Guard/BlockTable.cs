using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Domaeka.Core.Guard;

/// <summary>
/// The blocks in memory, and what of them is not written yet. When they become too many, automatic ones that end soonest are forgotten;
/// those of administrators never. Used under the guard's lock.
/// </summary>
internal sealed class BlockTable(int maxBlocks)
{
    private readonly Dictionary<IPNetwork, AddressBlock> _blocks = [];
    private readonly Dictionary<IPNetwork, AddressBlockChange> _unwritten = [];

    // Networks that are more or less than one address; only administrators make such, so they are few.
    private AddressBlock[] _others = [];

    /// <summary>How many there are.</summary>
    public int Count => _blocks.Count;

    /// <summary>Every one, also those that have ended.</summary>
    public IEnumerable<AddressBlock> All => _blocks.Values;

    /// <summary>Finds what blocks an address at a time; of several an administrator's.</summary>
    public AddressBlock? Find(IPNetwork single, IPAddress address, DateTimeOffset now)
    {
        foreach (var other in _others)
        {
            if (other.ExpiresAt > now && other.Network.Contains(address))
                return other;
        }

        return _blocks.TryGetValue(single, out var block) && block.ExpiresAt > now ? block : null;
    }

    /// <summary>Finds the block of exactly this network.</summary>
    public bool TryGet(IPNetwork network, [NotNullWhen(true)] out AddressBlock? block) => _blocks.TryGetValue(network, out block);

    /// <summary>Adds an automatic block, to be written later. False when administrators have filled the table.</summary>
    public bool AddAutomatic(AddressBlock block, DateTimeOffset now)
    {
        if (!HasRoomFor(block.Network, now))
            return false;
        Put(block);
        _unwritten[block.Network] = new AddressBlockChange(block.Network, block);
        return true;
    }

    /// <summary>Makes room for one more. False when there is none to be made.</summary>
    public bool HasRoomFor(IPNetwork network, DateTimeOffset now)
    {
        if (_blocks.Count < maxBlocks || _blocks.ContainsKey(network))
            return true;

        foreach (var ended in _blocks.Values.Where(block => block.ExpiresAt <= now).ToArray())
            Remove(ended.Network);
        if (_blocks.Count < maxBlocks)
            return true;

        // A hundredth at once, so that a flood of addresses does not pay for a look at all of them each time.
        var soonest = _blocks.Values.Where(block => block.Origin == BlockOrigin.Automatic)
            .OrderBy(block => block.ExpiresAt)
            .Take(Math.Max(1, maxBlocks / 100))
            .ToArray();
        foreach (var block in soonest)
        {
            Remove(block.Network);
            if (_unwritten.Count < maxBlocks)
                _unwritten[block.Network] = new AddressBlockChange(block.Network, null);
            else
                _unwritten.Remove(block.Network);
        }

        return soonest.Length > 0;
    }

    /// <summary>Takes in a block that is stored.</summary>
    public void PutStored(AddressBlock block)
    {
        _unwritten.Remove(block.Network);
        Put(block);
    }

    /// <summary>Takes in that a block is no longer stored.</summary>
    public void RemoveStored(IPNetwork network)
    {
        _unwritten.Remove(network);
        Remove(network);
    }

    /// <summary>Takes in everything that is stored; what is not written yet holds nevertheless.</summary>
    /// <returns>The automatic blocks of others that were not known.</returns>
    public IReadOnlyList<AddressBlock> Replace(IReadOnlyList<AddressBlock> stored)
    {
        var added = stored.Where(block => !_blocks.ContainsKey(block.Network)).ToArray();
        _blocks.Clear();
        foreach (var block in stored)
            _blocks[block.Network] = block;
        foreach (var change in _unwritten.Values)
        {
            if (change.Block is null)
                _blocks.Remove(change.Network);
            else
                _blocks[change.Network] = change.Block;
        }

        RebuildOthers();
        return added;
    }

    /// <summary>What is to be written, at most so much.</summary>
    public AddressBlockChange[] Unwritten(int limit) => [.. _unwritten.Values.Take(limit)];

    /// <summary>These were written; what has changed since remains.</summary>
    public void MarkWritten(IEnumerable<AddressBlockChange> changes)
    {
        foreach (var change in changes)
        {
            if (_unwritten.TryGetValue(change.Network, out var latest) && ReferenceEquals(latest, change))
                _unwritten.Remove(change.Network);
        }
    }

    private void Put(AddressBlock block)
    {
        _blocks[block.Network] = block;
        if (!ClientNetwork.IsSingle(block.Network))
            RebuildOthers();
    }

    private void Remove(IPNetwork network)
    {
        if (_blocks.Remove(network) && !ClientNetwork.IsSingle(network))
            RebuildOthers();
    }

    private void RebuildOthers() => _others = [.. _blocks.Values.Where(block => !ClientNetwork.IsSingle(block.Network))];
}
