using Domaeka.Core.Chat;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.MariaDb;

/// <summary><c>kb_chat_logs</c>.</summary>
internal sealed class MariaDbChatLogStore(MariaDbDatabase database, MariaDbCommits commits) : IChatLogStore
{
    // Entries whose commit broke, with its number. Whoever appends them once more is told what became of the first time.
    private (IReadOnlyList<ChatLogEntry> Entries, long Number)? _inDoubt;

    public async Task AppendAsync(IReadOnlyList<ChatLogEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
            return;

        cancellationToken.ThrowIfCancellationRequested();
        if (await IsStoredAlreadyAsync(entries))
            return;

        try
        {
            await commits.WriteAsync(
                (session, mark) => session.ExecuteAllAsync(
                    [MariaDbChatRows.Lock, .. MariaDbChatRows.Build(session.Limits, database.ChatTable, entries), mark]),
                cancellationToken);
        }
        catch (CommitDoubtException doubt)
        {
            _inDoubt = (entries, doubt.Number);
            throw MariaDbErrors.Translate(doubt.InnerException!);
        }
    }

    public async Task<IReadOnlyList<ChatLogEntry>> ListNewestAsync(RoomKey room, int limit, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            (MariaDbSession session) => session.ListAsync(
                $"SELECT {ChatLogRow.Columns} FROM kb_chat_logs FORCE INDEX ({database.ChatTable.RoomIndex}) WHERE {database.ChatTable.OfRoom} ORDER BY id DESC LIMIT {limit}",
                row => ChatLogRow.Read(row.Reader),
                cancellationToken,
                ("@channel", room.ChannelId),
                ("@bot", room.BotName)),
            cancellationToken);

    public Task<ChatLogPage> ListAsync(ChatLogQuery query, CancellationToken cancellationToken) => database.ReadAsync(
        (MariaDbSession session) => new MariaDbChatList(session, database.ChatTable, query, cancellationToken).ReadAsync(), cancellationToken);

    public async Task<int> PurgeAsync(RoomKey room, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        // Found by a reader, so that nothing is locked for longer than the deleting takes.
        var found = await database.ReadAsync(
            (MariaDbSession session) => MariaDbChatPurge.FindAsync(session, database.ChatTable, room, before, limit, cancellationToken), cancellationToken);
        return found.Count == 0
            ? 0
            : await database.WriteAsync((MariaDbSession session) => MariaDbChatPurge.DeleteAsync(session, database.ChatTable, room, before, found), cancellationToken);
    }

    private async Task<bool> IsStoredAlreadyAsync(IReadOnlyList<ChatLogEntry> entries)
    {
        if (_inDoubt is not { } doubt)
            return false;

        var committed = await commits.IsCommittedAsync(doubt.Number)
            ?? throw new StorageUnavailableException("The database does not answer.");
        _inDoubt = null;
        return committed && ReferenceEquals(doubt.Entries, entries);
    }
}
