using System.Net;

namespace Domaeka.Core.Guard;

/// <summary>The blocked addresses, for administrators. Changes are felt here at once, and by other processes on the database within 2 s.</summary>
public interface IAddressBlocks
{
    /// <summary>The blocks that have not ended, in the order of the text of their networks.</summary>
    IReadOnlyList<AddressBlock> List();

    /// <summary>Blocks an address or a network; a block of the same one is replaced. Open connections stay.</summary>
    /// <returns>False when there are as many blocks of administrators as there may be.</returns>
    /// <exception cref="Storage.StorageUnavailableException">Nothing was changed.</exception>
    Task<bool> BlockAsync(AddressBlock block, CancellationToken cancellationToken);

    /// <summary>Lifts a block and forgets what was counted against the address.</summary>
    /// <returns>The block; null when there was none.</returns>
    /// <exception cref="Storage.StorageUnavailableException">Nothing was changed.</exception>
    Task<AddressBlock?> LiftAsync(IPNetwork network, CancellationToken cancellationToken);
}
