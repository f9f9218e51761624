using Domaeka.Core.Approval;

namespace Domaeka.Core.Devices;

/// <summary>A partial change of a device row. A property that is null leaves its column as it is.</summary>
public sealed record DeviceUpdate
{
    /// <summary>The new status. Approving stamps <see cref="Device.ApprovedAt"/> and clears the rejection reason.</summary>
    public ApprovalStatus? Status { get; init; }

    /// <summary>Why; stored with denied, revoked and blocked.</summary>
    public string? RejectionReason { get; init; }

    /// <summary>The administrator's note; an empty string clears it.</summary>
    public string? Description { get; init; }

    /// <summary>Longest inbound line in bytes; 0 clears the override.</summary>
    public int? MaxMessageSizeBytes { get; init; }

    /// <summary>The signed <c>deviceUUID</c> to bind; an empty string unbinds.</summary>
    public string? DeviceUuid { get; init; }

    /// <summary>The address last seen.</summary>
    public string? IpAddress { get; init; }

    /// <summary>The client type last reported.</summary>
    public string? ClientType { get; init; }

    /// <summary>The script version last reported.</summary>
    public string? ClientVersion { get; init; }
}
