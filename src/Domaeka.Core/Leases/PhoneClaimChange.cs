using Domaeka.Core.Devices;

namespace Domaeka.Core.Leases;

/// <summary>A phone that came or went.</summary>
/// <param name="Device">The phone.</param>
/// <param name="ConnectionId">The connection that it came by, up to 64 characters; null when it is gone.</param>
/// <param name="At">When.</param>
public sealed record PhoneClaimChange(DeviceKey Device, string? ConnectionId, DateTimeOffset At);
