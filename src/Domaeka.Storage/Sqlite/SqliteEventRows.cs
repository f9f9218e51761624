using Domaeka.Core.Approval;
using Domaeka.Core.Events;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sqlite;

/// <summary>Rows of <c>dk_events</c>.</summary>
internal static class SqliteEventRows
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    public const string Columns =
        "id, kind, at, bot_name, channel_id, device_id, message_id, state, reason, parts_confirmed, schedule_id, status, is_online";

    /// <summary>A status that is none of the known ones; read as such again.</summary>
    private const string UnknownStatus = "unknown";

    private const string Insert = """
        INSERT INTO dk_events (
            kind, at, bot_name, channel_id, device_id, message_id, state, reason, parts_confirmed, schedule_id, status, is_online)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    /// <summary>Appends the event, inside the transaction of whoever has the news, on the writer's thread; its id is not looked at.</summary>
    public static void Append(SqliteSession session, ServerEvent news)
    {
        var isMessage = news.Kind == ServerEventKind.Message;
        var insert = session.Statement(Insert);
        insert.Bind(1, StoredWords<ServerEventKind>.Of(news.Kind));
        insert.Bind(2, news.At);
        insert.Bind(3, news.BotName);
        insert.Bind(4, news.ChannelId);
        insert.Bind(5, news.DeviceId);
        insert.Bind(6, news.MessageId);
        insert.Bind(7, news.State is { } state ? DeliveryWords.ToWord(state) : null);
        insert.Bind(8, DeliveryWords.ToWord(news.Reason));
        insert.Bind(9, isMessage ? news.PartsConfirmed : (long?)null);
        insert.Bind(10, news.ScheduleId);
        insert.Bind(11, news.Status is ApprovalStatus.Unknown ? UnknownStatus : news.Status?.ToStoredWord());
        insert.Bind(12, news.IsOnline is { } online ? (online ? 1L : 0L) : (long?)null);
        insert.Execute();
    }

    /// <summary>The row at hand, which is of a known kind.</summary>
    public static ServerEvent Read(SqliteStatement row)
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
