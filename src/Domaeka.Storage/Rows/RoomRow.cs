using System.Data.Common;
using Domaeka.Core.Approval;
using Domaeka.Core.Rooms;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>kb_rooms</c> becomes a <see cref="Room"/>.</summary>
internal static class RoomRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it. <c>{0}</c> stands for the description.</summary>
    public const string Columns =
        "bot_name, room_id, room_name, status, room_concurrency, room_owners, log_settings, device_id, {0}, rejection_reason, "
        + "created_at, updated_at, approved_at";

    public static Room Read(DbDataReader row) => new()
    {
        Key = new RoomKey(row.Text(0) ?? "", row.Text(1) ?? ""),
        Name = row.Text(2) ?? "",
        Status = ApprovalStatusExtensions.FromStoredWord(row.Text(3)),
        Concurrency = row.PositiveInt(4),
        Owners = RoomOwnersJson.Read(row.Text(5)),
        LogSettings = RoomLogSettingsJson.Read(row.Text(6)),
        DeviceId = row.FilledText(7),
        Description = row.FilledText(8),
        RejectionReason = row.FilledText(9),
        CreatedAt = row.TimeOrEpoch(10),
        UpdatedAt = row.Time(11),
        ApprovedAt = row.Time(12),
    };
}
