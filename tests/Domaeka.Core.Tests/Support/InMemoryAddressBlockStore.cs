using System.Net;
using Domaeka.Core.Guard;
using Domaeka.Core.Storage;

namespace Domaeka.Core.Tests.Support;

/// <summary>What several guards have in common.</summary>
internal sealed class InMemoryAddressBlockStore : IAddressBlockStore
{
    private int _version;

    public Dictionary<IPNetwork, AddressBlock> Blocks { get; } = [];

    public Dictionary<IPNetwork, DateTimeOffset> Known { get; } = [];

    public bool IsAway { get; set; }

    public int KnownWrites { get; private set; }

    public Task<AddressBlockList?> ReadAsync(string? knownVersion, int limit, CancellationToken cancellationToken)
    {
        Require();
        var version = _version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Task.FromResult(knownVersion == version ? null : new AddressBlockList(version, [.. Blocks.Values]));
    }

    public Task WriteAsync(IReadOnlyList<AddressBlockChange> changes, CancellationToken cancellationToken)
    {
        Require();
        _version++;
        foreach (var change in changes)
        {
            if (change.Block is null)
                Blocks.Remove(change.Network);
            else
                Blocks[change.Network] = change.Block;
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<KnownAddress>> ReadKnownAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        Require();
        return Task.FromResult<IReadOnlyList<KnownAddress>>(
            [.. Known.Where(pair => pair.Value >= since).Select(pair => new KnownAddress(pair.Key, pair.Value))]);
    }

    public Task WriteKnownAsync(IReadOnlyList<KnownAddress> addresses, CancellationToken cancellationToken)
    {
        Require();
        foreach (var known in addresses)
            Known[known.Network] = known.VerifiedAt;
        KnownWrites += addresses.Count;
        return Task.CompletedTask;
    }

    public Task<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        Require();
        return Task.FromResult(Blocks.Values.Where(block => block.ExpiresAt < endedBefore).ToArray().Count(block => Blocks.Remove(block.Network)));
    }

    public Task<int> PurgeKnownAsync(DateTimeOffset verifiedBefore, int limit, CancellationToken cancellationToken)
    {
        Require();
        return Task.FromResult(Known.Where(pair => pair.Value < verifiedBefore).ToArray().Count(pair => Known.Remove(pair.Key)));
    }

    private void Require()
    {
        if (IsAway)
            throw new StorageUnavailableException("The database is away.");
    }
}
