namespace Domaeka.Core.Approval;

/// <summary>
/// Whether a device or a room may be served, as stored in <c>kb_bot_devices.status</c> and <c>kb_rooms.status</c>.
/// Only <see cref="Approved"/> is served; everything else fails closed.
/// </summary>
public enum ApprovalStatus
{
    /// <summary>The stored word is none of the known ones. Treated like <see cref="Pending"/>: logged, never answered.</summary>
    Unknown = 0,

    /// <summary>Seen, not yet decided on: chat is logged and not answered.</summary>
    Pending = 1,

    /// <summary>Served.</summary>
    Approved = 2,

    /// <summary>Refused by an administrator before it was ever approved.</summary>
    Denied = 3,

    /// <summary>Was approved once; the approval was taken back.</summary>
    Revoked = 4,

    /// <summary>Shut out for abuse.</summary>
    Blocked = 5,
}
