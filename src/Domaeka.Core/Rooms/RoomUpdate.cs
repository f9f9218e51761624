using Domaeka.Core.Approval;

namespace Domaeka.Core.Rooms;

/// <summary>A partial change of a room row. A property that is null leaves its column as it is.</summary>
public sealed record RoomUpdate
{
    /// <summary>The new status. Approving stamps <see cref="Room.ApprovedAt"/> and clears the rejection reason.</summary>
    public ApprovalStatus? Status { get; init; }

    /// <summary>Why; stored with denied, revoked and blocked.</summary>
    public string? RejectionReason { get; init; }

    /// <summary>The room's new name.</summary>
    public string? Name { get; init; }

    /// <summary>How many commands run at once; 0 goes back to the server's default.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Who may use admin-only commands; empty means nobody.</summary>
    public IReadOnlyList<string>? Owners { get; init; }

    /// <summary>What the chat log keeps.</summary>
    public RoomLogSettings? LogSettings { get; init; }

    /// <summary>The device that last brought a line of this room.</summary>
    public string? DeviceId { get; init; }

    /// <summary>The administrator's note; an empty string clears it.</summary>
    public string? Description { get; init; }
}
