namespace Domaeka.Core.Leases;

/// <summary>Where every phone is, as of one moment.</summary>
/// <param name="Version">Differs from that of any other state of the table; only to be compared.</param>
/// <param name="Claims">One for each phone that is connected anywhere.</param>
public sealed record PhoneClaims(string Version, IReadOnlyList<PhoneClaim> Claims);
