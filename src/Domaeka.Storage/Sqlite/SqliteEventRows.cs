using Domaeka.Core.Events;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sqlite;

/// <summary>Appends to <c>dk_events</c>.</summary>
internal static class SqliteEventRows
{
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
        insert.Bind(11, EventRow.ToWord(news.Status));
        insert.Bind(12, news.IsOnline is { } online ? (online ? 1L : 0L) : (long?)null);
        insert.Execute();
    }
}
