using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Domaeka.Storage.Rows;
using Microsoft.Extensions.Logging;

namespace Domaeka.Storage.Sqlite;

/// <summary>
/// <c>dk_outbox</c> with <c>dk_contents</c>, <c>dk_deliveries</c> and <c>dk_requests</c>; and what a message changes beside them: events, and the
/// runs and the log of the schedule that sent it.
/// </summary>
internal sealed class SqliteOutboxStore(SqliteDatabase database, ILogger logger) : IOutboxStore
{
    private const string InLane = """
        (?2 = 0 OR EXISTS (
            SELECT 1 FROM dk_lanes l WHERE l.bot_name = dk_outbox.bot_name AND l.channel_id = dk_outbox.channel_id AND l.instance_id = ?2))
        """;

    private const string SelectPending = $"""
        SELECT {OutboxRow.Columns} FROM dk_outbox INDEXED BY idx_dk_outbox_pending
        WHERE ended_at IS NULL AND seq > ?1 AND {InLane} ORDER BY seq LIMIT ?3
        """;

    private const string SelectLane = $"""
        SELECT {OutboxRow.Columns} FROM dk_outbox INDEXED BY idx_dk_outbox_pending
        WHERE ended_at IS NULL AND bot_name = ?1 AND channel_id = ?2 ORDER BY seq
        """;

    private const string SelectOnePending = $"SELECT {OutboxRow.Columns} FROM dk_outbox WHERE seq = ?1 AND ended_at IS NULL AND {InLane}";

    private const string SelectMessage =
        $"SELECT {OutboxRow.Columns}, {OutboxRow.ContentColumn} FROM dk_outbox LEFT JOIN dk_contents ON message_seq = seq";

    private const string SelectContent = "SELECT content FROM dk_contents WHERE message_seq = ?";

    private const string SelectRequest = "SELECT hash, message_seq FROM dk_requests WHERE request_id = ?";

    private const string SelectAttempts =
        $"SELECT {DeliveryAttemptRow.Columns} FROM dk_deliveries WHERE message_seq = ? ORDER BY part, attempt";

    // The text is looked at first, since most messages refer to no file. A quote inside of a text would stand behind a backslash.
    private const string SelectContentsWithFiles = """
        SELECT content FROM dk_outbox INDEXED BY idx_dk_outbox_pending JOIN dk_contents ON message_seq = seq
        WHERE ended_at IS NULL AND instr(content, '"hash":') > 0
        """;

    private const string SelectEnded =
        "SELECT seq FROM dk_outbox INDEXED BY idx_dk_outbox_ended_at WHERE ended_at IS NOT NULL AND ended_at < ? ORDER BY ended_at, seq LIMIT ?";

    private const string DeleteRequests = """
        DELETE FROM dk_requests WHERE request_id IN (
            SELECT request_id FROM dk_requests INDEXED BY idx_dk_requests_created WHERE created_at < ? ORDER BY created_at LIMIT ?)
        """;

    // Each message and everything that goes with it; the message last, for it is what says that there is anything to delete.
    private static readonly string[] DeleteMessage =
    [
        "DELETE FROM dk_deliveries WHERE message_seq = ?",
        "DELETE FROM dk_contents WHERE message_seq = ?",
        "DELETE FROM dk_outbox WHERE seq = ?",
    ];

    private readonly SqliteOutboxWrites _writes = new(logger);

    public async Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(
        long instance, IReadOnlyList<OutboxWrite> writes, CancellationToken cancellationToken) =>
        writes.Count == 0 ? [] : await database.WriteAsync(session => _writes.Apply(session, instance, writes), cancellationToken);

    public async Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync(
        long instance, long afterSequence, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session =>
            {
                var select = session.Statement(SelectPending);
                select.Bind(1, afterSequence);
                select.Bind(2, instance);
                select.Bind(3, (long)limit);
                return select.List(OutboxRow.ReadHeader);
            },
            cancellationToken);

    public Task<IReadOnlyList<OutboxHeader>?> LoadLaneAsync(long instance, RoomKey room, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<OutboxHeader>?>(
            session =>
            {
                if (SqliteLanes.Find(session, room) != instance)
                    return null;
                var select = session.Statement(SelectLane);
                select.Bind(1, room.BotName);
                select.Bind(2, room.ChannelId);
                return select.List(OutboxRow.ReadHeader);
            },
            cancellationToken);

    public async Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync(
        long instance, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session =>
            {
                var headers = new List<OutboxHeader>(sequences.Count);
                foreach (var sequence in sequences.Order())
                {
                    var select = session.Statement(SelectOnePending);
                    select.Bind(1, sequence);
                    select.Bind(2, instance);
                    headers.AddRange(select.List(OutboxRow.ReadHeader));
                }

                return headers;
            },
            cancellationToken);

    public async Task<IReadOnlyDictionary<long, IReadOnlyList<MessagePart>>> LoadPartsAsync(
        IReadOnlyCollection<long> sequences, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session =>
            {
                var contents = new Dictionary<long, IReadOnlyList<MessagePart>>(sequences.Count);
                var select = session.Statement(SelectContent);
                foreach (var sequence in sequences)
                {
                    select.Bind(1, sequence);
                    if (select.TryFirst(row => OutboxContentJson.Read(row.Utf8(0)), out var parts) && parts is not null)
                        contents[sequence] = parts;
                }

                return contents;
            },
            cancellationToken);

    public Task<OutboxMessage?> FindAsync(string id, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var select = session.Statement($"{SelectMessage} WHERE id = ?");
            select.Bind(1, id);
            return select.TryFirst(OutboxRow.ReadMessage, out var message) ? message : null;
        },
        cancellationToken);

    public Task<OutboxMessage?> FindAsync(long sequence, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var select = session.Statement($"{SelectMessage} WHERE seq = ?");
            select.Bind(1, sequence);
            return select.TryFirst(OutboxRow.ReadMessage, out var message) ? message : null;
        },
        cancellationToken);

    public Task<KnownRequest?> FindRequestAsync(string requestId, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var select = session.Statement(SelectRequest);
            select.Bind(1, requestId);
            return select.TryFirst(row => new KnownRequest(row.Text(0)!, row.Int64(1)), out var request) ? request : null;
        },
        cancellationToken);

    public async Task<IReadOnlyList<OutboxMessage>> ListAsync(OutboxQuery query, CancellationToken cancellationToken) =>
        await database.ReadAsync(session => SqliteOutboxList.Read(session, query), cancellationToken);

    public async Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(long sequence, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session =>
            {
                var select = session.Statement(SelectAttempts);
                select.Bind(1, sequence);
                return select.List(DeliveryAttemptRow.Read);
            },
            cancellationToken);

    public async Task<IReadOnlySet<string>> ListMediaInUseAsync(CancellationToken cancellationToken) => await database.ReadAsync(
        session => session.Statement(SelectContentsWithFiles).List(row => Hashes(OutboxContentJson.Read(row.Utf8(0)) ?? []))
            .SelectMany(hashes => hashes)
            .ToHashSet(StringComparer.Ordinal),
        cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var select = session.Statement(SelectEnded);
            select.Bind(1, endedBefore);
            select.Bind(2, (long)limit);
            var sequences = select.List(row => row.Int64(0));
            foreach (var sequence in sequences)
            {
                foreach (var sql in DeleteMessage)
                {
                    var delete = session.Statement(sql);
                    delete.Bind(1, sequence);
                    delete.Execute();
                }
            }

            return sequences.Count;
        },
        cancellationToken);

    public Task<int> PurgeRequestsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var delete = session.Statement(DeleteRequests);
            delete.Bind(1, before);
            delete.Bind(2, (long)limit);
            delete.Execute();
            return session.Changes;
        },
        cancellationToken);

    private static List<string> Hashes(IReadOnlyList<MessagePart> parts) =>
        [.. parts.Select(part => part.Content).OfType<MediaContent>().SelectMany(media => media.Items).Select(item => item.File?.Hash).OfType<string>()];
}
