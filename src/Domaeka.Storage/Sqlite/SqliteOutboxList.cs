using Domaeka.Core.Outbox;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sqlite;

/// <summary>
/// Lists messages, newest first. Each filter is answered from indexes in which the rows already stand in that order: one over those on
/// their way, which are few, and for those that have ended one branch for each state, merged. Whatever is asked, no more rows are looked at
/// than are on their way, belong to the one schedule that is asked for, or are returned; a span of time adds those of a minute around its ends.
/// </summary>
internal static class SqliteOutboxList
{
    private const int MaxLimit = 1_000;

    // Steps from one word to the next, however many rows have it. Words of newer programs are found with the others.
    private const string SelectEndStates = """
        WITH RECURSIVE words (word) AS (
            SELECT min(state) FROM dk_outbox WHERE ended_at IS NOT NULL
            UNION ALL
            SELECT (SELECT min(state) FROM dk_outbox WHERE ended_at IS NOT NULL AND state > words.word) FROM words WHERE words.word IS NOT NULL)
        SELECT word FROM words WHERE word IS NOT NULL
        """;

    /// <summary>The messages as <see cref="IOutboxStore.ListAsync"/> promises them.</summary>
    public static List<OutboxMessage> Read(SqliteSession session, OutboxQuery query)
    {
        var from = query.CreatedFrom is { } start ? SqliteOutboxTime.FindFirst(session, SqliteTimeSearch.Earlier(start)) : 0;
        var before = query.CreatedBefore is { } end ? SqliteOutboxTime.FindFirst(session, SqliteTimeSearch.Later(end)) : long.MaxValue;
        var states = NeedsEndStates(query) ? session.Statement(SelectEndStates).List(row => row.Text(0)) : [];

        var statement = session.Statement(ToSql(query, states.Count));
        statement.Bind(1, from);
        statement.Bind(2, Math.Min(before, query.BeforeSequence ?? long.MaxValue));
        statement.Bind(3, (long)Math.Clamp(query.Limit, 1, MaxLimit));
        var next = 4;
        if (query.BotName is { } bot)
            statement.Bind(next++, bot);
        if (query.ChannelId is { } channel)
            statement.Bind(next++, channel);
        if (query.State is { } state)
            statement.Bind(next++, DeliveryWords.ToWord(state));
        if (query.ScheduleId is { } schedule)
            statement.Bind(next++, schedule);
        if (query.CreatedFrom is { } createdFrom)
            statement.Bind(next++, createdFrom);
        if (query.CreatedBefore is { } createdBefore)
            statement.Bind(next++, createdBefore);
        foreach (var word in states)
            statement.Bind(next++, word);

        // Sorted here: SQLite does not see that the rows come in order, and would gather their contents to sort them.
        var messages = statement.List(OutboxRow.ReadMessage);
        messages.Sort((left, right) => right.Header.Sequence.CompareTo(left.Header.Sequence));
        return messages;
    }

    /// <summary>The statement for such a query; of its values only matters which are set.</summary>
    /// <param name="query">The query.</param>
    /// <param name="endStates">How many states of ended messages are to be merged, when the query names none.</param>
    public static string ToSql(OutboxQuery query, int endStates)
    {
        var next = 4;
        string Condition(object? value, string condition) => value is null ? "" : $" AND {condition} ?{next++}";
        var bot = Condition(query.BotName, "bot_name =");
        var channel = Condition(query.ChannelId, "channel_id =");
        var state = Condition(query.State, "state =");
        var schedule = Condition(query.ScheduleId, "schedule_id =");
        var created = Condition(query.CreatedFrom, "created_at >=") + Condition(query.CreatedBefore, "created_at <");

        var branches = new List<string>();
        if (schedule.Length > 0)
        {
            branches.Add(Branch("INDEXED BY idx_dk_outbox_schedule", schedule + bot + channel + state + created));
        }
        else if (!IsFiltered(query))
        {
            branches.Add(Branch("NOT INDEXED", created));
        }
        else
        {
            var index = query switch
            {
                { BotName: not null, ChannelId: not null } => "INDEXED BY idx_dk_outbox_ended_room",
                { BotName: not null } => "INDEXED BY idx_dk_outbox_ended_bot",
                _ => "INDEXED BY idx_dk_outbox_ended_state",
            };
            branches.Add(Branch("INDEXED BY idx_dk_outbox_pending", " AND ended_at IS NULL" + bot + channel + state + created));
            if (state.Length > 0)
                branches.Add(Branch(index, " AND ended_at IS NOT NULL" + bot + channel + state + created));
            for (var branch = 0; state.Length == 0 && branch < endStates; branch++)
                branches.Add(Branch(index, $" AND ended_at IS NOT NULL{bot}{channel} AND state = ?{next++}{created}"));
        }

        return $"""
            SELECT {OutboxRow.Columns}, {(query.WithContents ? OutboxRow.ContentColumn : "NULL")}
            FROM ({string.Join("\nUNION ALL\n", branches)}
                ORDER BY number DESC LIMIT ?3) AS found
            CROSS JOIN dk_outbox ON dk_outbox.seq = found.number
            {(query.WithContents ? "LEFT JOIN dk_contents ON dk_contents.message_seq = dk_outbox.seq" : "")}
            """;
    }

    private static bool IsFiltered(OutboxQuery query) => query.BotName is not null || query.ChannelId is not null || query.State is not null;

    private static bool NeedsEndStates(OutboxQuery query) => query.ScheduleId is null && query.State is null && IsFiltered(query);

    // The limit inside keeps the merge from gathering more rows than can be wanted.
    private static string Branch(string index, string conditions) =>
        $"SELECT * FROM (SELECT seq AS number FROM dk_outbox {index} WHERE seq >= ?1 AND seq < ?2{conditions} ORDER BY seq DESC LIMIT ?3)";
}
