namespace Domaeka.Core.Guard;

/// <summary>The stored blocks as they were at one moment.</summary>
/// <param name="Version">Changes whenever a block is written or lifted by way of the store.</param>
/// <param name="Blocks">The blocks; those that have ended may be among them.</param>
public sealed record AddressBlockList(string Version, IReadOnlyList<AddressBlock> Blocks);
