using Domaeka.Core.Devices;

namespace Domaeka.Core.Leases;

/// <summary>A phone that came or went.</summary>
/// <param name="Device">The phone.</param>
/// <param name="ConnectionId">The connection that it came by, up to 64 characters; null when it is gone.</param>
/// <param name="At">When.</param>
/// <param name="SignedAt">What the phone had signed last on that connection (<see cref="Connections.IPhoneConnection.LastSignedAt"/>).</param>
public sealed record PhoneClaimChange(DeviceKey Device, string? ConnectionId, DateTimeOffset At, DateTimeOffset? SignedAt = null);
