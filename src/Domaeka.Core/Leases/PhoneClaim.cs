using Domaeka.Core.Devices;

namespace Domaeka.Core.Leases;

/// <summary>A row of <c>dk_phones</c>: a phone is connected to an instance.</summary>
/// <param name="Device">The phone.</param>
/// <param name="Instance">The instance that holds its connection.</param>
/// <param name="ConnectionId">The connection, as in that process's logs.</param>
/// <param name="ClaimedAt">When it proved itself there.</param>
/// <param name="SignedAt"><see cref="Connections.IPhoneConnection.LastSignedAt"/> when it was claimed.</param>
public sealed record PhoneClaim(DeviceKey Device, long Instance, string ConnectionId, DateTimeOffset ClaimedAt, DateTimeOffset? SignedAt = null);
