using System.Net;

namespace Domaeka.Core.Guard;

/// <summary>An address where a phone was verified.</summary>
/// <param name="Network">The address.</param>
/// <param name="VerifiedAt">When, to an hour or so.</param>
public sealed record KnownAddress(IPNetwork Network, DateTimeOffset VerifiedAt);
