using Domaeka.Core.Events;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.MariaDb;

/// <summary>Appends to <c>dk_events</c>.</summary>
internal static class MariaDbEventRows
{
    /// <summary>
    /// The statements that append events, inside the transaction of whoever has the news, near its end. The row of <c>dk_commit_order</c> gives the
    /// numbers out and is locked until the commit, so that numbers become visible in their order and without gaps.
    /// </summary>
    public static IEnumerable<string> Build(MariaDbLimits limits, IReadOnlyCollection<ServerEvent> events)
    {
        if (events.Count == 0)
            yield break;

        yield return $"UPDATE dk_commit_order SET last_id = LAST_INSERT_ID(last_id + {events.Count}) WHERE name = 'events'";
        var left = events.Count;
        const string Head =
            "INSERT INTO dk_events (id, kind, at, bot_name, channel_id, device_id, message_id, state, reason, parts_confirmed, schedule_id, status, is_online) VALUES ";
        foreach (var (sql, _) in RowStatements.Build(limits, Head, events, (text, news) => Write(text, news, --left)))
            yield return sql;
    }

    private static void Write(SqlText text, ServerEvent news, int left) => text
        .Raw($"(LAST_INSERT_ID() - {left}, ").List()
        .Value(StoredWords<ServerEventKind>.Of(news.Kind))
        .Value(news.At)
        .Value(news.BotName)
        .Value(news.ChannelId)
        .Value(news.DeviceId)
        .Value(news.MessageId)
        .Value(news.State is { } state ? DeliveryWords.ToWord(state) : null)
        .Value(DeliveryWords.ToWord(news.Reason))
        .Value(news.Kind == ServerEventKind.Message ? news.PartsConfirmed : (long?)null)
        .Value(news.ScheduleId)
        .Value(EventRow.ToWord(news.Status))
        .Value(news.IsOnline is { } online ? (online ? 1L : 0L) : (long?)null)
        .Close();
}
