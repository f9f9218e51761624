using Domaeka.Core.Outbox;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// Lists messages, newest first. Each filter is answered from indexes in which the rows already stand in that order: one over those on
/// their way, which are few, and for those that have ended one branch for each state, merged. Whatever is asked, no more rows are looked at
/// than are on their way, belong to the one schedule that is asked for, or are returned; a span of time adds those of a minute around its ends.
/// </summary>
internal static class MariaDbOutboxList
{
    private const int MaxLimit = 1_000;

    /// <summary>The messages as <see cref="IOutboxStore.ListAsync"/> promises them.</summary>
    public static async Task<List<OutboxMessage>> ReadAsync(MariaDbSession session, OutboxQuery query, CancellationToken cancellationToken)
    {
        var from = query.CreatedFrom is { } start ? await MariaDbTimeSearch.FindStartAsync(session, "dk_outbox", "seq", "created_at", start, cancellationToken) : 0;
        var before = query.CreatedBefore is { } end
            ? await MariaDbTimeSearch.FindEndAsync(session, "dk_outbox", "seq", "created_at", end, cancellationToken)
            : long.MaxValue;
        var states = NeedsEndStates(query) ? await ReadEndStatesAsync(session, cancellationToken) : [];
        var messages = await session.ListAsync(
            ToSql(query, from, Math.Min(before, query.BeforeSequence ?? long.MaxValue), states), OutboxRow.ReadMessage, cancellationToken);
        messages.Sort((left, right) => right.Header.Sequence.CompareTo(left.Header.Sequence));
        return messages;
    }

    /// <summary>The statement for a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="from">The first number.</param>
    /// <param name="before">The number behind the last.</param>
    /// <param name="endStates">The states of ended messages that are to be merged, when the query names none.</param>
    public static string ToSql(OutboxQuery query, long from, long before, IReadOnlyList<string> endStates)
    {
        var limit = Math.Clamp(query.Limit, 1, MaxLimit);
        var room = Equal("bot_name", query.BotName) + Equal("channel_id", query.ChannelId);
        var word = query.State is { } known ? DeliveryWords.ToWord(known) : null;
        var state = Equal("state", word);
        var created = Time(">=", query.CreatedFrom) + Time("<", query.CreatedBefore);

        // The limit inside keeps the merge from gathering more rows than can be wanted.
        string Branch(string index, string conditions) =>
            $"(SELECT seq AS number FROM dk_outbox FORCE INDEX ({index}) WHERE seq >= {from} AND seq < {before}{conditions} ORDER BY seq DESC LIMIT {limit})";

        var branches = new List<string>();
        if (query.ScheduleId is { } schedule)
        {
            branches.Add(Branch("idx_dk_outbox_schedule", $" AND schedule_id = {schedule}{room}{state}{created}"));
        }
        else if (!IsFiltered(query))
        {
            branches.Add(Branch("PRIMARY", created));
        }
        else
        {
            var index = query switch
            {
                { BotName: not null, ChannelId: not null } => "idx_dk_outbox_ended_room",
                { BotName: not null } => "idx_dk_outbox_ended_bot",
                _ => "idx_dk_outbox_ended_state",
            };
            branches.Add(Branch("idx_dk_outbox_ended_at", $" AND ended_at IS NULL{room}{state}{created}"));
            foreach (var end in word is null ? endStates : [word])
                branches.Add(Branch(index, $"{room}{Equal("end_state", end)}{created}"));
        }

        return $"""
            SELECT STRAIGHT_JOIN {OutboxRow.Columns}, {(query.WithContents ? "CAST(content AS BINARY)" : "NULL")}
            FROM (SELECT number FROM ({string.Join("\nUNION ALL\n", branches)}) AS merged ORDER BY number DESC LIMIT {limit}) AS found
            JOIN dk_outbox ON dk_outbox.seq = found.number
            {(query.WithContents ? "LEFT JOIN dk_contents ON dk_contents.message_seq = dk_outbox.seq" : "")}
            """;
    }

    private static string Equal(string column, string? value) =>
        value is null ? "" : new SqlText().Raw($" AND {column} = ").List().Value(value).ToString();

    private static string Time(string comparison, DateTimeOffset? time) =>
        time is null ? "" : new SqlText().Raw($" AND created_at {comparison} ").List().Value(time).ToString();

    // Steps from one word to the next, however many rows have it. Words of newer programs are found with the others.
    private static async Task<List<string>> ReadEndStatesAsync(MariaDbSession session, CancellationToken cancellationToken)
    {
        var words = new List<string>();
        var behind = "IS NOT NULL";
        while (true)
        {
            var next = await session.ListAsync(
                $"SELECT end_state FROM dk_outbox FORCE INDEX (idx_dk_outbox_ended_state) WHERE end_state {behind} ORDER BY end_state LIMIT 1",
                row => row.Text(0)!,
                cancellationToken);
            if (next.Count == 0)
                return words;
            words.Add(next[0]);
            behind = new SqlText().Raw("> ").List().Value(next[0]).ToString();
        }
    }

    private static bool IsFiltered(OutboxQuery query) => query.BotName is not null || query.ChannelId is not null || query.State is not null;

    private static bool NeedsEndStates(OutboxQuery query) => query.ScheduleId is null && query.State is null && IsFiltered(query);
}
