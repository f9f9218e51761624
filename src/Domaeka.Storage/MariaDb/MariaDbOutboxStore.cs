using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// <c>dk_outbox</c> with <c>dk_contents</c>, <c>dk_deliveries</c> and <c>dk_requests</c>; and what a message changes beside them: events, and the
/// runs and the log of the schedule that sent it.
/// </summary>
internal sealed class MariaDbOutboxStore(MariaDbDatabase database, MariaDbOutboxWriter writer) : IOutboxStore
{
    // Read as bytes, which is what it is parsed from.
    private const string ContentColumn = "CAST(content AS BINARY)";

    private const string SelectMessage =
        $"SELECT {OutboxRow.Columns}, {ContentColumn} FROM dk_outbox LEFT JOIN dk_contents ON message_seq = seq";

    private const int ContentsAtOnce = 100;

    public Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(
        long instance, IReadOnlyList<OutboxWrite> writes, CancellationToken cancellationToken) =>
        writes.Count == 0 ? Task.FromResult<IReadOnlyList<OutboxWriteResult>>([]) : writer.ApplyAsync(instance, writes, cancellationToken);

    public async Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync(
        long instance, long afterSequence, int limit, CancellationToken cancellationToken) =>
        await ListAsync($"{SelectPending(instance)} AND seq > {afterSequence} ORDER BY seq LIMIT {limit}", OutboxRow.ReadHeader, cancellationToken);

    public async Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync(
        long instance, IReadOnlyCollection<long> sequences, CancellationToken cancellationToken) => sequences.Count == 0
            ? []
            : await ListAsync(
                $"SELECT {OutboxRow.Columns} FROM dk_outbox WHERE seq IN ({string.Join(',', sequences)}) AND ended_at IS NULL{InLane(instance)} ORDER BY seq",
                OutboxRow.ReadHeader,
                cancellationToken);

    public Task<IReadOnlyList<OutboxHeader>?> LoadLaneAsync(long instance, RoomKey room, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (MariaDbSession session) =>
            {
                (string, object?)[] parameters = [("@bot", room.BotName), ("@channel", room.ChannelId)];
                var owners = await session.ListAsync(
                    "SELECT instance_id FROM dk_lanes WHERE bot_name = @bot AND channel_id = @channel", row => row.Int64(0), cancellationToken, parameters);
                if (owners is not [var owner] || owner != instance)
                    return null;

                return (IReadOnlyList<OutboxHeader>?)await session.ListAsync(
                    $"""
                    SELECT {OutboxRow.Columns} FROM dk_outbox FORCE INDEX (idx_dk_outbox_ended_room)
                    WHERE bot_name = @bot AND channel_id = @channel AND end_state IS NULL AND ended_at IS NULL ORDER BY seq
                    """,
                    OutboxRow.ReadHeader,
                    cancellationToken,
                    parameters);
            },
            cancellationToken);

    public async Task<IReadOnlyDictionary<long, IReadOnlyList<MessagePart>>> LoadPartsAsync(
        IReadOnlyCollection<long> sequences, CancellationToken cancellationToken) => await database.ReadAsync(
            async (MariaDbSession session) =>
            {
                var contents = new Dictionary<long, IReadOnlyList<MessagePart>>(sequences.Count);
                foreach (var chunk in sequences.Chunk(ContentsAtOnce))
                {
                    var rows = await session.ListAsync(
                        $"SELECT message_seq, {ContentColumn} FROM dk_contents WHERE message_seq IN ({string.Join(',', chunk)})",
                        row => (Sequence: row.Int64(0), Parts: OutboxContentJson.Read(row.Utf8(1))),
                        cancellationToken);
                    foreach (var (sequence, parts) in rows)
                    {
                        if (parts is not null)
                            contents[sequence] = parts;
                    }
                }

                return contents;
            },
            cancellationToken);

    public async Task<OutboxMessage?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await ListAsync($"{SelectMessage} WHERE id = @id", OutboxRow.ReadMessage, cancellationToken, ("@id", id))).FirstOrDefault();

    public async Task<OutboxMessage?> FindAsync(long sequence, CancellationToken cancellationToken) =>
        (await ListAsync($"{SelectMessage} WHERE seq = {sequence}", OutboxRow.ReadMessage, cancellationToken)).FirstOrDefault();

    public async Task<KnownRequest?> FindRequestAsync(string requestId, CancellationToken cancellationToken) => (await ListAsync(
        "SELECT hash, message_seq FROM dk_requests WHERE request_id = @id",
        row => new KnownRequest(row.Text(0)!, row.Int64(1)),
        cancellationToken,
        ("@id", requestId))).FirstOrDefault();

    public async Task<IReadOnlyList<OutboxMessage>> ListAsync(OutboxQuery query, CancellationToken cancellationToken) => await database.ReadAsync(
        (MariaDbSession session) => MariaDbOutboxList.ReadAsync(session, query, cancellationToken), cancellationToken);

    public async Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(long sequence, CancellationToken cancellationToken) => await ListAsync(
        $"SELECT {DeliveryAttemptRow.Columns} FROM dk_deliveries WHERE message_seq = {sequence} ORDER BY part, attempt",
        DeliveryAttemptRow.Read,
        cancellationToken);

    public async Task<IReadOnlySet<string>> ListMediaInUseAsync(CancellationToken cancellationToken)
    {
        // The text is looked at first, since most messages refer to no file. A quote inside of a text would stand behind a backslash.
        var hashes = await ListAsync(
            $"""
            SELECT {ContentColumn} FROM dk_outbox FORCE INDEX (idx_dk_outbox_ended_at) JOIN dk_contents ON message_seq = seq
            WHERE ended_at IS NULL AND instr(content, '"hash":') > 0
            """,
            row => Hashes(OutboxContentJson.Read(row.Utf8(0)) ?? []),
            cancellationToken);
        return hashes.SelectMany(row => row).ToHashSet(StringComparer.Ordinal);
    }

    public Task<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) => database.WriteAsync(
        async (MariaDbSession session) =>
        {
            var sequences = await session.ListAsync(
                $"SELECT seq FROM dk_outbox FORCE INDEX (idx_dk_outbox_ended_at) WHERE ended_at < @before ORDER BY ended_at, seq LIMIT {limit}",
                row => row.Int64(0),
                default,
                ("@before", endedBefore));
            if (sequences.Count > 0)
                await session.ExecuteAllAsync(MariaDbOutboxWriter.Delete(sequences));
            return sequences.Count;
        },
        cancellationToken);

    public Task<int> PurgeRequestsAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken) => database.WriteAsync(
        (MariaDbSession session) => session.ExecuteAsync(
            $"DELETE FROM dk_requests WHERE created_at < @before ORDER BY created_at LIMIT {limit}", default, ("@before", before)),
        cancellationToken);

    private static string SelectPending(long instance) =>
        $"SELECT {OutboxRow.Columns} FROM dk_outbox FORCE INDEX (idx_dk_outbox_ended_at) WHERE ended_at IS NULL{InLane(instance)}";

    private static string InLane(long instance) => instance == 0 ? "" : $"""
         AND EXISTS (
            SELECT 1 FROM dk_lanes l
            WHERE l.bot_name = dk_outbox.bot_name AND l.channel_id = dk_outbox.channel_id AND l.instance_id = {instance})
        """;

    private Task<List<T>> ListAsync<T>(
        string sql, Func<MariaDbRow, T> map, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        database.ReadAsync((MariaDbSession session) => session.ListAsync(sql, map, cancellationToken, parameters), cancellationToken);

    private static List<string> Hashes(IReadOnlyList<MessagePart> parts) =>
        [.. parts.Select(part => part.Content).OfType<MediaContent>().SelectMany(media => media.Items).Select(item => item.File?.Hash).OfType<string>()];
}
