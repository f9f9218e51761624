using Domaeka.Core.Approval;
using Domaeka.Core.Events;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>dk_events</c> becomes a <see cref="ServerEvent"/>.</summary>
internal static class EventRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    public const string Columns =
        "id, kind, at, bot_name, channel_id, device_id, message_id, state, reason, parts_confirmed, schedule_id, status, is_online";

    private const string UnknownStatus = "unknown";

    /// <summary>The word of <c>status</c>. A status that is none of the known ones is read as such again.</summary>
    public static string? ToWord(ApprovalStatus? status) => status is ApprovalStatus.Unknown ? UnknownStatus : status?.ToStoredWord();

    /// <summary>The row at hand, which is of a known kind.</summary>
    public static ServerEvent Read<TRow>(TRow row)
        where TRow : IRow
    {
        var kind = StoredWords<ServerEventKind>.Read(row.Text(1), ServerEventKind.Message);
        return new ServerEvent
        {
            Id = row.Int64(0),
            Kind = kind,
            At = row.Time(2) ?? DateTimeOffset.UnixEpoch,
            BotName = row.Text(3) ?? "",
            ChannelId = row.Text(4),
            DeviceId = row.Text(5),
            MessageId = row.Text(6),
            State = kind == ServerEventKind.Message ? DeliveryWords.State(row.Text(7)) : null,
            Reason = DeliveryWords.Reason(row.Text(8)),
            PartsConfirmed = (int)row.Int64(9),
            ScheduleId = row.Int64OrNull(10),
            Status = row.Text(11) is { } status ? ApprovalStatusExtensions.FromStoredWord(status) : null,
            IsOnline = row.Int64OrNull(12) is { } online ? online != 0 : null,
        };
    }
}
