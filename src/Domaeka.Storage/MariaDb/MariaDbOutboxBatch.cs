using Domaeka.Core.Chat;
using Domaeka.Core.Events;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Domaeka.Storage.Rows;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// Makes the changes of one batch of the outbox inside one transaction, in a handful of statements. What the changes become is worked out first,
/// one after the other, as if each were made by itself; only then are the rows written, those of a table together.
/// </summary>
internal sealed class MariaDbOutboxBatch(
    MariaDbSession session, long instance, MariaDbChatTable chatTable, IReadOnlyList<OutboxWrite> writes, ILogger logger)
{
    private readonly MariaDbLanes? _lanes = instance == 0 ? null : new MariaDbLanes(session, instance);
    private readonly OutboxWriteOutcome[] _outcomes = new OutboxWriteOutcome[writes.Count];
    private readonly OutboxWriteResult[] _results = new OutboxWriteResult[writes.Count];
    private readonly Dictionary<long, DeliveryProgress> _progress = [];
    private readonly Dictionary<(long Sequence, int Part, int Attempt), DeliveryAttempt> _attempts = [];
    private readonly List<ChatLogEntry> _ownLines = [];
    private readonly List<ServerEvent> _events = [];
    private readonly List<(long Sequence, EndedMessage Message)> _ended = [];

    // The inserts that are stored, by their place in the batch, and those that repeat one of them.
    private readonly List<int> _stored = [];
    private readonly List<(int Place, int Of)> _repeated = [];

    /// <summary>Makes the changes.</summary>
    /// <param name="mark">The statement that leaves the transaction's mark.</param>
    public async Task<OutboxWriteResult[]> ApplyAsync(string mark)
    {
        if (_lanes is not null)
            await _lanes.RequireAsync();
        await DecideInsertsAsync();
        if (_lanes is not null)
            await _lanes.LoadAsync(writes);
        DecideLanes();
        await InsertMessagesAsync();
        var known = await LoadAsync();
        for (var place = 0; place < writes.Count; place++)
        {
            if (writes[place] is OutboxUpdate update)
                _results[place] = Update(known, place, update);
            else if (writes[place] is OutboxInsert insert && IsStored(place))
                Note(insert, place);
        }

        await session.ExecuteAllAsync(OwnRows());
        await MariaDbScheduleRows.MoveOnAsync(session, [.. Occurrences().Select(row => (row.Occurrence, row.At))], logger);
        if (_ended.Count > 0)
            await MariaDbScheduleLog.AppendAsync(session, _ended, logger);
        if (_ownLines.Count > 0)
            await AppendOwnLinesAsync();
        await session.ExecuteAllAsync([.. MariaDbEventRows.Build(session.Limits, _events), mark]);
        return _results;
    }

    /// <summary>Finds out which inserts are to be stored: those whose request id is not known, and whose occurrence was not taken.</summary>
    private async Task DecideInsertsAsync()
    {
        var inserts = writes.OfType<OutboxInsert>().ToList();
        var requests = await LoadRequestsAsync([.. inserts.Select(insert => insert.Message.Header.RequestId).OfType<string>().Distinct(StringComparer.Ordinal)]);
        var taken = await MariaDbScheduleRows.LoadTakenAsync(session, [.. inserts.Select(insert => insert.Occurrence).OfType<ScheduleOccurrence>()]);
        var ofThisBatch = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var place = 0; place < writes.Count; place++)
        {
            if (writes[place] is not OutboxInsert insert)
            {
                if (writes[place] is not (OutboxUpdate or OutboxHandover))
                    throw new ArgumentException($"A write of type {writes[place].GetType().Name} is not known.");
                continue;
            }

            var requestId = insert.Message.Header.RequestId;
            if (requestId is not null && requests.TryGetValue(requestId, out var request))
            {
                _results[place] = request.Hash == insert.RequestHash
                    ? new OutboxWriteResult(OutboxWriteOutcome.Repeated, request.Sequence)
                    : new OutboxWriteResult(OutboxWriteOutcome.RequestIdReused, 0);
            }
            else if (requestId is not null && ofThisBatch.TryGetValue(requestId, out var first))
            {
                if (((OutboxInsert)writes[first]).RequestHash == insert.RequestHash)
                    _repeated.Add((place, first));
                else
                    _results[place] = new OutboxWriteResult(OutboxWriteOutcome.RequestIdReused, 0);
            }
            else if (insert.Occurrence is { } occurrence && !taken.Add(MariaDbScheduleRows.KeyOf(occurrence)))
            {
                _results[place] = new OutboxWriteResult(OutboxWriteOutcome.OccurrenceTaken, 0);
            }
            else
            {
                _stored.Add(place);
                if (requestId is not null)
                    ofThisBatch.Add(requestId, place);
            }
        }
    }

    private async Task<Dictionary<string, (string? Hash, long Sequence)>> LoadRequestsAsync(IReadOnlyList<string> requestIds)
    {
        var known = new Dictionary<string, (string?, long)>(StringComparer.Ordinal);
        foreach (var (sql, _) in RowStatements.Build(
            session.Limits, "SELECT request_id, hash, message_seq FROM dk_requests WHERE request_id IN (", requestIds, static (text, id) => text.List().Value(id), ")"))
        {
            foreach (var (id, hash, sequence) in await session.ListAsync(sql, row => (row.Text(0)!, row.Text(1), row.Int64(2))))
                known[id] = (hash, sequence);
        }

        return known;
    }

    /// <summary>Finds out whose lanes the messages are in, in the order of the changes, handovers included.</summary>
    private void DecideLanes()
    {
        var stored = _stored.ToHashSet();
        for (var place = 0; place < writes.Count; place++)
        {
            if (writes[place] is OutboxHandover handover)
                _results[place] = new OutboxWriteResult(_lanes?.HandOver(handover) ?? OutboxWriteOutcome.Missing, 0);
            else if (writes[place] is OutboxInsert insert && stored.Contains(place))
                _outcomes[place] = _lanes?.Enter(insert) ?? OutboxWriteOutcome.Stored;
        }
    }

    private bool IsStored(int place) =>
        _results[place].Outcome is OutboxWriteOutcome.Stored or OutboxWriteOutcome.StoredElsewhere or OutboxWriteOutcome.StoredBehind;

    /// <summary>The message as it is stored: one that was to go at once may have to wait.</summary>
    private OutboxHeader HeaderOf(int place)
    {
        var insert = (OutboxInsert)writes[place];
        var header = insert.Message.Header;
        return _outcomes[place] == OutboxWriteOutcome.StoredBehind && insert.ProgressIfBehind is { } progress ? header with { Progress = progress } : header;
    }

    private async Task InsertMessagesAsync()
    {
        var next = 0;
        foreach (var (sql, count) in MariaDbOutboxRows.Messages(session.Limits, _stored.Select(HeaderOf)))
        {
            // The numbers of one statement follow each other (mariadb.com/kb/en/auto_increment-handling-in-innodb).
            var sequence = await session.InsertAsync(sql);
            for (var row = 0; row < count; row++, sequence += session.Limits.NumberStep)
            {
                var place = _stored[next++];
                _results[place] = new OutboxWriteResult(_outcomes[place], sequence);
                if (_outcomes[place] == OutboxWriteOutcome.StoredElsewhere)
                    _lanes!.Tell(((OutboxInsert)writes[place]).Message.Header.Room, sequence);
            }
        }

        foreach (var (place, of) in _repeated)
            _results[place] = new OutboxWriteResult(OutboxWriteOutcome.Repeated, _results[of].Sequence);
    }

    /// <summary>What the changes need to know of the rows that they change, those of this batch included. The rows are locked.</summary>
    private async Task<Dictionary<long, Known>> LoadAsync()
    {
        var known = new Dictionary<long, Known>();
        var sequences = writes.OfType<OutboxUpdate>().Select(update => update.Sequence).Distinct().Order();
        foreach (var (sql, _) in RowStatements.Build(
            session.Limits,
            "SELECT seq, id, bot_name, channel_id, schedule_id, due_at, ended_at FROM dk_outbox FORCE INDEX (PRIMARY) WHERE seq IN (",
            sequences,
            static (text, sequence) => text.List().Value(sequence),
            ") ORDER BY seq FOR UPDATE"))
        {
            foreach (var row in await session.ListAsync(sql, Known.Read))
                known[row.Sequence] = row;
        }

        return known;
    }

    private OutboxWriteResult Update(Dictionary<long, Known> known, int place, OutboxUpdate update)
    {
        if (!known.TryGetValue(update.Sequence, out var row))
            return new OutboxWriteResult(OutboxWriteOutcome.Missing, 0);

        // Of several changes of one message only the last is seen by anybody else: they become visible together.
        var progress = update.Progress;
        _progress[update.Sequence] = progress;
        if (update.Attempt is { } attempt)
            _attempts[(update.Sequence, attempt.Part, attempt.Attempt)] = attempt;
        if (update.OwnLine is { } line)
            _ownLines.Add(line);
        if (update.IsNews)
            AddEvent(row.Id, row.Room, row.ScheduleId, progress, update.At);

        // Only the first end: a change that is made once more, since nobody knew whether it was committed, adds no second row.
        if (progress.IsEnded && !row.IsEnded && row.ScheduleId is { } schedule)
            _ended.Add((update.Sequence, new EndedMessage(row.Id, row.Room.ChannelId, schedule, row.DueAt, progress)));
        if (progress.IsEnded)
            known[update.Sequence] = row with { IsEnded = true };
        return new OutboxWriteResult(OutboxWriteOutcome.Stored, update.Sequence);
    }

    private void Note(OutboxInsert insert, int place)
    {
        var header = HeaderOf(place);
        var sequence = _results[place].Sequence;
        if (insert.Attempt is { } attempt && _outcomes[place] != OutboxWriteOutcome.StoredBehind)
            _attempts.TryAdd((sequence, attempt.Part, attempt.Attempt), attempt);
        AddEvent(header.Id, header.Room, header.ScheduleId, header.Progress, header.CreatedAt);
        if (header.Progress.IsEnded && header.ScheduleId is { } schedule)
            _ended.Add((sequence, new EndedMessage(header.Id, header.Room.ChannelId, schedule, header.DueAt, header.Progress)));
    }

    private IEnumerable<string> OwnRows()
    {
        var limits = session.Limits;
        var stored = _stored.Select(place => (Insert: (OutboxInsert)writes[place], _results[place].Sequence)).ToList();
        return MariaDbOutboxRows.Contents(limits, stored.Select(row => (row.Sequence, row.Insert.Message.Parts)))
            .Concat(MariaDbOutboxRows.Requests(
                limits,
                stored.Where(row => row.Insert.Message.Header.RequestId is not null).Select(row => (row.Insert.Message.Header, row.Insert.RequestHash, row.Sequence))))
            .Concat(MariaDbScheduleRows.Runs(limits, Occurrences()))
            .Concat(_lanes?.Build() ?? [])
            .Concat(MariaDbOutboxRows.Progress(limits, _progress.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value))))
            .Concat(MariaDbOutboxRows.Attempts(limits, _attempts.OrderBy(pair => pair.Key).Select(pair => (pair.Key.Sequence, pair.Value))));
    }

    private IEnumerable<(ScheduleOccurrence Occurrence, long Sequence, DateTimeOffset At)> Occurrences() =>
        from place in _stored
        let insert = (OutboxInsert)writes[place]
        where insert.Occurrence is not null
        select (insert.Occurrence, _results[place].Sequence, insert.Message.Header.CreatedAt);

    // The lines belong to a table of others: one that its rules refuse must not keep a message's own row from being stored.
    private async Task AppendOwnLinesAsync()
    {
        await session.ExecuteAsync(MariaDbChatRows.Lock);
        foreach (var lines in _ownLines.Chunk(1_000))
        {
            if (await session.TryExecuteAllAsync([.. MariaDbChatRows.Build(session.Limits, chatTable, lines)]))
                continue;

            foreach (var line in lines)
            {
                if (!await session.TryExecuteAllAsync([.. MariaDbChatRows.Build(session.Limits, chatTable, [line])]))
                    logger.OwnLineRefused(line.Room.BotName, line.Room.ChannelId);
            }
        }
    }

    private void AddEvent(string id, RoomKey room, long? scheduleId, DeliveryProgress progress, DateTimeOffset at) => _events.Add(new ServerEvent
    {
        Kind = ServerEventKind.Message,
        At = at,
        BotName = room.BotName,
        ChannelId = room.ChannelId,
        DeviceId = progress.DeviceId,
        MessageId = id,
        State = progress.State,
        Reason = progress.Reason,
        PartsConfirmed = progress.PartsConfirmed,
        ScheduleId = scheduleId,
    });

    private sealed record Known(long Sequence, string Id, RoomKey Room, long? ScheduleId, DateTimeOffset? DueAt, bool IsEnded)
    {
        public static Known Read(MariaDbRow row) => new(
            row.Int64(0),
            row.Text(1) ?? "",
            new RoomKey(row.Text(2) ?? "", row.Text(3) ?? ""),
            row.Int64OrNull(4),
            row.Time(5),
            !row.IsNull(6));
    }
}
