using System.Security.Cryptography;
using Domaeka.Core.Media;

namespace Domaeka.Storage.MariaDb;

/// <summary><c>dk_media</c> and <c>dk_media_pieces</c>: in the database, since another process may have to send what this one has taken in.</summary>
internal sealed class MariaDbMediaStore(MariaDbDatabase database, TimeProvider time) : IMediaStore
{
    private const int DeletedAtOnce = 50;

    public async Task<MediaFile> SaveAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var file = new MediaFile(Convert.ToHexStringLower(SHA256.HashData(content.Span)), content.Length);
        await database.WriteAsync(async (MariaDbSession session) => await SaveAsync(session, file, content), cancellationToken);
        return file;
    }

    public async Task<ReadOnlyMemory<byte>?> ReadAsync(MediaFile file, CancellationToken cancellationToken)
    {
        var pieces = await database.ReadAsync(
            (MariaDbSession session) => session.ListAsync(
                "SELECT p.content FROM dk_media m JOIN dk_media_pieces p ON p.hash = m.hash WHERE m.hash = @hash AND m.length = @length ORDER BY p.number",
                row => (byte[])row.Reader.GetValue(0),
                cancellationToken,
                ("@hash", file.Hash),
                ("@length", file.Length)),
            cancellationToken);
        if (pieces.Sum(piece => (long)piece.Length) != file.Length)
            return null;

        var content = new byte[file.Length];
        var at = 0;
        foreach (var piece in pieces)
        {
            piece.CopyTo(content, at);
            at += piece.Length;
        }

        return Convert.ToHexStringLower(SHA256.HashData(content)) == file.Hash ? content : (ReadOnlyMemory<byte>?)null;
    }

    public async Task<int> DeleteUnusedAsync(DateTimeOffset before, IReadOnlySet<string> keep, CancellationToken cancellationToken)
    {
        var old = await database.ReadAsync(
            (MariaDbSession session) => session.ListAsync(
                "SELECT hash FROM dk_media WHERE used_at < @before", row => row.Text(0)!, cancellationToken, ("@before", before)),
            cancellationToken);
        var deleted = 0;
        foreach (var hashes in old.Where(hash => !keep.Contains(hash)).Order(StringComparer.Ordinal).Chunk(DeletedAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            deleted += await database.WriteAsync((MariaDbSession session) => DeleteAsync(session, hashes, before), cancellationToken);
        }

        return deleted;
    }

    private async Task<bool> SaveAsync(MariaDbSession session, MediaFile file, ReadOnlyMemory<byte> content)
    {
        var used = ("@used", (object?)time.GetUtcNow());
        if (await session.ExecuteAsync("UPDATE dk_media SET used_at = @used WHERE hash = @hash", default, used, ("@hash", file.Hash)) > 0
            && await session.Int64Async(Length(file)) == file.Length)
            return false;

        await session.ExecuteAsync("DELETE FROM dk_media_pieces WHERE hash = @hash", default, ("@hash", file.Hash));
        await session.ExecuteAsync(
            "INSERT INTO dk_media (hash, length, used_at) VALUES (@hash, @length, @used) ON DUPLICATE KEY UPDATE used_at = VALUES(used_at)",
            default,
            ("@hash", file.Hash),
            ("@length", file.Length),
            used);
        for (var (number, at) = (0, 0); at < content.Length; number++, at += session.Limits.PieceBytes)
        {
            await session.ExecuteAsync(
                "INSERT INTO dk_media_pieces (hash, number, content) VALUES (@hash, @number, @content)",
                default,
                ("@hash", file.Hash),
                ("@number", number),
                ("@content", content.Slice(at, Math.Min(session.Limits.PieceBytes, content.Length - at)).ToArray()));
        }

        return true;
    }

    private static string Length(MediaFile file) => new SqlText()
        .Raw("SELECT coalesce(sum(length(content)), 0) FROM dk_media_pieces WHERE hash = ").List().Value(file.Hash).ToString();

    // What was marked as used meanwhile stays.
    private static async Task<int> DeleteAsync(MariaDbSession session, string[] hashes, DateTimeOffset before)
    {
        var names = new SqlText().List();
        foreach (var hash in hashes)
            names.Value(hash);
        var old = await session.ListAsync(
            $"SELECT hash FROM dk_media WHERE hash IN ({names}) AND used_at < @before FOR UPDATE", row => row.Text(0)!, default, ("@before", before));
        if (old.Count == 0)
            return 0;

        var gone = new SqlText().List();
        foreach (var hash in old)
            gone.Value(hash);
        await session.ExecuteAllAsync([$"DELETE FROM dk_media_pieces WHERE hash IN ({gone})", $"DELETE FROM dk_media WHERE hash IN ({gone})"]);
        return old.Count;
    }
}
