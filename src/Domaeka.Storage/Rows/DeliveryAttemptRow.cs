using Domaeka.Core.Outbox;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>dk_deliveries</c> becomes a <see cref="DeliveryAttempt"/>.</summary>
internal static class DeliveryAttemptRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    public const string Columns = "part, attempt, device_id, connection_id, state, reason, started_at, written_at, ended_at";

    public static DeliveryAttempt Read<TRow>(TRow row)
        where TRow : IRow => new()
        {
            Part = (int)row.Int64(0),
            Attempt = (int)row.Int64(1),
            DeviceId = row.Text(2) ?? "",
            ConnectionId = row.Text(3) ?? "",
            State = DeliveryWords.State(row.Text(4)),
            Reason = DeliveryWords.Reason(row.Text(5)),
            StartedAt = row.Time(6) ?? DateTimeOffset.UnixEpoch,
            WrittenAt = row.Time(7),
            EndedAt = row.Time(8),
        };
}
