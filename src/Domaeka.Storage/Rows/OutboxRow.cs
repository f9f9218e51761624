using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>dk_outbox</c> becomes an <see cref="OutboxHeader"/>, with <c>dk_contents</c> an <see cref="OutboxMessage"/>.</summary>
internal static class OutboxRow
{
    /// <summary>What to select, in the order in which <see cref="ReadHeader"/> takes it.</summary>
    public const string Columns =
        "seq, id, bot_name, channel_id, kind, priority, redelivery, preferred_device_id, not_before, expire_at, collapse_key, request_id, "
        + "schedule_id, due_at, created_at, part_count, state, reason, is_sending, parts_confirmed, attempts, device_id, written_at, "
        + "ended_at, collapsed_into, trace_parent";

    /// <summary>What to select behind <see cref="Columns"/> for <see cref="ReadMessage"/>.</summary>
    public const string ContentColumn = "content";

    private const int ContentIndex = 26;

    public static OutboxHeader ReadHeader<TRow>(TRow row)
        where TRow : IRow => new()
        {
            Sequence = row.Int64(0),
            Id = row.Text(1) ?? "",
            Room = new RoomKey(row.Text(2) ?? "", row.Text(3) ?? ""),
            Kind = DeliveryWords.Kind(row.Text(4)),
            Priority = DeliveryWords.Priority(row.Int64(5)),
            Redelivery = DeliveryWords.Redelivery(row.Text(6)),
            PreferredDeviceId = row.Text(7),
            NotBefore = row.Time(8),
            ExpireAt = row.Time(9),
            CollapseKey = row.Text(10),
            RequestId = row.Text(11),
            ScheduleId = row.Int64OrNull(12),
            DueAt = row.Time(13),
            CreatedAt = row.Time(14) ?? DateTimeOffset.UnixEpoch,
            PartCount = Count(row, 15),
            TraceParent = row.Text(25),
            Progress = new DeliveryProgress
            {
                State = DeliveryWords.State(row.Text(16)),
                Reason = DeliveryWords.Reason(row.Text(17)),
                IsSending = row.Int64(18) != 0,
                PartsConfirmed = Count(row, 19),
                Attempts = Count(row, 20),
                DeviceId = row.Text(21),
                WrittenAt = row.Time(22),

                // An end that cannot be read is an end all the same: a message is not sent again because of it.
                EndedAt = row.Time(23) ?? (row.IsNull(23) ? null : DateTimeOffset.UnixEpoch),
                CollapsedInto = row.Text(24),
            },
        };

    /// <remarks>A content that is gone or unreadable has no parts.</remarks>
    public static OutboxMessage ReadMessage<TRow>(TRow row)
        where TRow : IRow => new(ReadHeader(row), OutboxContentJson.Read(row.Utf8(ContentIndex)) ?? []);

    private static int Count<TRow>(TRow row, int column)
        where TRow : IRow => (int)Math.Clamp(row.Int64(column), 0, int.MaxValue);
}
