using System.Data.Common;
using Domaeka.Core.Approval;
using Domaeka.Core.Rooms;
using Domaeka.Storage.Sql;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>kb_rooms</c> becomes a <see cref="Room"/>.</summary>
internal static class RoomRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    public static string Columns(SqlDialect dialect, string description) =>
        $"bot_name, room_id, room_name, status, room_concurrency, room_owners, log_settings, device_id, {description}, rejection_reason, "
        + $"{dialect.AsText("created_at")}, {dialect.AsText("updated_at")}, {dialect.AsText("approved_at")}";

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
