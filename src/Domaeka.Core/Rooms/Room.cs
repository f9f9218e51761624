using Domaeka.Core.Approval;

namespace Domaeka.Core.Rooms;

/// <summary>A row of <c>kb_rooms</c>.</summary>
public sealed record Room
{
    /// <summary>Bot and channel.</summary>
    public required RoomKey Key { get; init; }

    /// <summary>The room's name as of its newest chat line. Text goes to the room by this name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it may be served.</summary>
    public required ApprovalStatus Status { get; init; }

    /// <summary>How many commands of this room run at once, 1 or more; null means the server's default.</summary>
    public int? Concurrency { get; init; }

    /// <summary>User hashes or sender names that may use admin-only commands.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>What the chat log keeps.</summary>
    public RoomLogSettings LogSettings { get; init; } = RoomLogSettings.Default;

    /// <summary>The device that last brought a line of this room; null when none did yet.</summary>
    public string? DeviceId { get; init; }

    /// <summary>An administrator's note; null when there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Why it was denied, revoked or blocked; null when not said.</summary>
    public string? RejectionReason { get; init; }

    /// <summary>When the row was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the row last changed; null when it never did.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it was last approved; null when never, or not recorded.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>True when the sender is one of <see cref="Owners"/>, by user hash or by name.</summary>
    public bool IsOwner(string? userHash, string sender) =>
        Owners.Any(owner => owner == sender || (userHash is not null && owner == userHash));
}
