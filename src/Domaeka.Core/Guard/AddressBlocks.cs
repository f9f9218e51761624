using System.Net;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Guard;

/// <inheritdoc cref="IAddressBlocks"/>
internal sealed class AddressBlocks(
    ConnectionGuard guard, GuardStorage storage, TimeProvider clock, ILogger<AddressBlocks> logger) : IAddressBlocks
{
    public IReadOnlyList<AddressBlock> List()
    {
        var now = clock.GetUtcNow();
        return guard.Use((blocks, _) => blocks.All.Where(block => block.ExpiresAt > now).ToArray())
            .OrderBy(block => ClientNetwork.ToText(block.Network), StringComparer.Ordinal)
            .ToArray();
    }

    public async Task<bool> BlockAsync(AddressBlock block, CancellationToken cancellationToken)
    {
        using var turn = await storage.EnterAsync(cancellationToken);
        if (!guard.Use((blocks, _) => blocks.HasRoomFor(block.Network, clock.GetUtcNow())))
            return false;
        await storage.WriteAsync([new AddressBlockChange(block.Network, block)], cancellationToken);
        guard.Use((blocks, _) =>
        {
            blocks.PutStored(block);
            return true;
        });
        Log.AddressBlockedByHand(logger, ClientNetwork.ToText(block.Network), block.ExpiresAt);
        return true;
    }

    public async Task<AddressBlock?> LiftAsync(IPNetwork network, CancellationToken cancellationToken)
    {
        using var turn = await storage.EnterAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var found = guard.Use((blocks, _) => blocks.TryGet(network, out var block) && block.ExpiresAt > now ? block : null);
        if (found is null)
            return null;
        await storage.WriteAsync([new AddressBlockChange(network, null)], cancellationToken);
        guard.Use((blocks, _) =>
        {
            blocks.RemoveStored(network);
            return true;
        });
        guard.Forgive(network);
        Log.AddressBlockLifted(logger, ClientNetwork.ToText(network));
        return found;
    }
}
