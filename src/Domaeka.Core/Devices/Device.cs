using Domaeka.Core.Approval;

namespace Domaeka.Core.Devices;

/// <summary>A row of <c>kb_bot_devices</c>.</summary>
public sealed record Device
{
    /// <summary>Bot and phone.</summary>
    public required DeviceKey Key { get; init; }

    /// <summary>Whether it may be served.</summary>
    public required ApprovalStatus Status { get; init; }

    /// <summary>The address that the phone last reported or connected from; null when never known.</summary>
    public string? IpAddress { get; init; }

    /// <summary>Such as <c>MessengerBotR</c>; null when the phone never said.</summary>
    public string? ClientType { get; init; }

    /// <summary>The bridge script's version, such as <c>3.3.3</c>; null when the phone never said.</summary>
    public string? ClientVersion { get; init; }

    /// <summary>
    /// The signed <c>deviceUUID</c> that this device is bound to; null until a signed line was seen. May change while
    /// pending, never once approved.
    /// </summary>
    public string? DeviceUuid { get; init; }

    /// <summary>An administrator's note; null when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Longest inbound line in bytes for this device; null means the server's default.</summary>
    public int? MaxMessageSizeBytes { get; init; }

    /// <summary>Why it was denied, revoked or blocked; null when not said.</summary>
    public string? RejectionReason { get; init; }

    /// <summary>When the row was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the row last changed; null when it never did.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it was last approved; null when never, or not recorded.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }
}
