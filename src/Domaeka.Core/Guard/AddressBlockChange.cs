using System.Net;

namespace Domaeka.Core.Guard;

/// <summary>One change of the stored blocks.</summary>
/// <param name="Network">Which.</param>
/// <param name="Block">What it is now; null when it is lifted.</param>
public sealed record AddressBlockChange(IPNetwork Network, AddressBlock? Block);
