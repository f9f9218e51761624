using System.Data.Common;
using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Storage.Sql;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>kb_bot_devices</c> becomes a <see cref="Device"/>.</summary>
internal static class DeviceRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    public static string Columns(SqlDialect dialect, string description) =>
        $"bot_name, device_id, status, ip_address, client_type, client_version, device_uuid, {description}, max_message_size, "
        + $"rejection_reason, {dialect.AsText("created_at")}, {dialect.AsText("updated_at")}, {dialect.AsText("approved_at")}";

    public static Device Read(DbDataReader row) => new()
    {
        Key = new DeviceKey(row.Text(0) ?? "", row.Text(1) ?? ""),
        Status = ApprovalStatusExtensions.FromStoredWord(row.Text(2)),
        IpAddress = row.FilledText(3),
        ClientType = row.FilledText(4),
        ClientVersion = row.FilledText(5),
        DeviceUuid = row.FilledText(6),
        Description = row.FilledText(7),
        MaxMessageSizeBytes = row.PositiveInt(8),
        RejectionReason = row.FilledText(9),
        CreatedAt = row.TimeOrEpoch(10),
        UpdatedAt = row.Time(11),
        ApprovedAt = row.Time(12),
    };
}
