using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
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

    public Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(IReadOnlyList<OutboxWrite> writes, CancellationToken cancellationToken) =>
        writes.Count == 0 ? Task.FromResult<IReadOnlyList<OutboxWriteResult>>([]) : writer.ApplyAsync(writes, cancellationToken);

    public async Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync(long afterSequence, int limit, CancellationToken cancellationToken) =>
        await ListAsync(
            $"SELECT {OutboxRow.Columns} FROM dk_outbox FORCE INDEX (idx_dk_outbox_ended_at) WHERE ended_at IS NULL AND seq > {afterSequence} ORDER BY seq LIMIT {limit}",
            OutboxRow.ReadHeader,
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

    private Task<List<T>> ListAsync<T>(
        string sql, Func<MariaDbRow, T> map, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters) =>
        database.ReadAsync((MariaDbSession session) => session.ListAsync(sql, map, cancellationToken, parameters), cancellationToken);

    private static List<string> Hashes(IReadOnlyList<MessagePart> parts) =>
        [.. parts.Select(part => part.Content).OfType<MediaContent>().SelectMany(media => media.Items).Select(item => item.File?.Hash).OfType<string>()];
}
