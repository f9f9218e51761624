using System.Security.Cryptography;
using Domaeka.Core.Media;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Options;

namespace Domaeka.Storage.Media;

/// <summary>
/// One file for each content, <c>media/{first two digits}/{hash}</c> in the data directory. Files are written under another name, flushed and
/// then renamed, so that a name never stands for half a content; the time of the last use is the file's time of last writing.
/// </summary>
internal sealed class FileMediaStore(IOptions<StorageOptions> options, TimeProvider time) : IMediaStore
{
    private const int HashLength = 64;

    private const string TemporaryEnding = ".tmp";

    private readonly string _root = Path.Combine(Path.GetFullPath(options.Value.DataDirectory), "media");

    // Between finding that a file is old and deleting it, nobody may find that it is there and rely on it.
    private readonly Lock _gate = new();

    public Task<MediaFile> SaveAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            var file = new MediaFile(Convert.ToHexStringLower(SHA256.HashData(content.Span)), content.Length);
            if (!TryMarkUsed(PathOf(file)) || Load(file) is null)
                Write(file, content.Span);
            return file;
        },
        cancellationToken);

    public Task<ReadOnlyMemory<byte>?> ReadAsync(MediaFile file, CancellationToken cancellationToken) =>
        RunAsync(() => Load(file), cancellationToken);

    public Task<int> DeleteUnusedAsync(DateTimeOffset before, IReadOnlySet<string> keep, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            if (!Directory.Exists(_root))
                return 0;

            var deleted = 0;
            foreach (var path in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var name = Path.GetFileName(path);
                if ((name.EndsWith(TemporaryEnding, StringComparison.Ordinal) || (IsHash(name) && !keep.Contains(name))) && TryDelete(path, before))
                    deleted++;
            }

            return deleted;
        },
        cancellationToken);

    private static async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(work, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"The media store cannot be used. {exception.Message}", exception);
        }
    }

    private static bool IsHash(string name) => name.Length == HashLength && name.AsSpan().IndexOfAnyExcept("0123456789abcdef") < 0;

    private string PathOf(MediaFile file) => Path.Combine(_root, file.Hash[..2], file.Hash);

    private ReadOnlyMemory<byte>? Load(MediaFile file)
    {
        // The hash comes out of a database: it must not lead out of the directory.
        if (!IsHash(file.Hash))
            return null;

        try
        {
            var info = new FileInfo(PathOf(file));
            if (!info.Exists || info.Length != file.Length)
                return null;
            var content = File.ReadAllBytes(info.FullName);
            return Convert.ToHexStringLower(SHA256.HashData(content)) == file.Hash ? content : (ReadOnlyMemory<byte>?)null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private bool TryMarkUsed(string path)
    {
        lock (_gate)
        {
            if (!File.Exists(path))
                return false;
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            return true;
        }
    }

    private void Write(MediaFile file, ReadOnlySpan<byte> content)
    {
        var path = PathOf(file);
        var directory = Path.GetDirectoryName(path)!;
        CreateDirectory(directory);
        var temporary = Path.Combine(directory, Guid.NewGuid().ToString("n") + TemporaryEnding);
        try
        {
            WriteFlushed(temporary, content);
            File.SetLastWriteTimeUtc(temporary, time.GetUtcNow().UtcDateTime);
            lock (_gate)
                File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }

        DirectorySync.Flush(directory);
    }

    private void CreateDirectory(string directory)
    {
        if (Directory.Exists(directory))
            return;

        var parent = Path.GetDirectoryName(_root)!;
        PrivateDirectory.Create(parent);
        PrivateDirectory.Create(_root);
        PrivateDirectory.Create(directory);
        DirectorySync.Flush(_root);
        DirectorySync.Flush(parent);
    }

    private static void WriteFlushed(string path, ReadOnlySpan<byte> content)
    {
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, PreallocationSize = content.Length };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var stream = new FileStream(path, how);
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // What .NET makes of EFBIG: a quota or the file system does not allow a file of this size.
            throw new IOException("The file is larger than it may be here.", exception);
        }
    }

    private bool TryDelete(string path, DateTimeOffset before)
    {
        lock (_gate)
        {
            var info = new FileInfo(path);
            if (!info.Exists || info.LastWriteTimeUtc >= before.UtcDateTime)
                return false;
            info.Delete();
            return true;
        }
    }

    // What cannot be deleted now is found by the next cleaning.
    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
