using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Domaeka.Api.Logging;

/// <summary>
/// A file that makes way for a new one when it is full, or its day is over: <c>server.log</c> becomes <c>server-20261121-190000.log</c>. Not
/// thread-safe.
/// </summary>
internal sealed partial class RollingFile(FileLogOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>Of lines that are written at once.</summary>
    private const int ChunkBytes = 256 * 1024;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly MemoryStream _chunk = new();
    private FileStream? _stream;
    private long _length;
    private DateOnly _day;

    /// <summary>The file, as a full path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(options.Path!);

    /// <summary>Writes lines behind each other.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="done">How many were written, also when it throws: the rest is to be tried again.</param>
    /// <exception cref="IOException">The disk is full, the directory cannot be had, or another process has the file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its directory is not ours to write.</exception>
    public void Write(IReadOnlyList<string> lines, ref int done)
    {
        // Somebody may have taken the directory away, and what is written into a deleted file is lost.
        if (_stream is not null && !File.Exists(Path))
            Close();

        while (done < lines.Count)
        {
            var count = Fill(lines, done);
            Prepare(_chunk.Length);
            try
            {
                _stream!.Write(_chunk.GetBuffer(), 0, (int)_chunk.Length);
            }
            catch
            {
                CutBack();
                throw;
            }

            _length += _chunk.Length;
            done += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _chunk.Dispose();
    }

    [GeneratedRegex(@"^-\d{8}-\d{6}(\.\d+)?$")]
    private static partial Regex StampPattern();

    /// <returns>How many lines are in the chunk: at least one.</returns>
    private int Fill(IReadOnlyList<string> lines, int from)
    {
        _chunk.SetLength(0);
        var limit = Math.Min(ChunkBytes, options.MaxFileBytes);
        var index = from;
        for (; index < lines.Count; index++)
        {
            var bytes = Encoding.UTF8.GetBytes(lines[index]);
            if (index > from && _chunk.Length + bytes.Length + 1 > limit)
                break;
            _chunk.Write(bytes);
            _chunk.WriteByte((byte)'\n');
        }

        return index - from;
    }

    private void Prepare(long bytes)
    {
        if (_stream is null)
            Open();
        var isDayOver = options.RollDaily && _day != Today;
        if (_length > 0 && (isDayOver || _length + bytes > options.MaxFileBytes))
            Roll();
        _day = Today;
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);

    private void Open()
    {
        var mode = options.GroupMayRead ? Private | UnixFileMode.GroupRead : Private;
        var directory = System.IO.Path.GetDirectoryName(Path)!;
        if (!Directory.Exists(directory))
            MakeDirectory(directory);
        var choice = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,

            // Two processes must not write into one file. Where this locks out readers too they are let in.
            Share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            choice.UnixCreateMode = mode;
        _stream = new FileStream(Path, choice);
        _length = _stream.CanSeek ? _stream.Seek(0, SeekOrigin.End) : 0;
        _day = _length > 0 ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(File.GetLastWriteTimeUtc(Path), clock.LocalTimeZone)) : Today;
    }

    private void MakeDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            return;
        }

        var mode = Private | UnixFileMode.UserExecute;
        Directory.CreateDirectory(directory, options.GroupMayRead ? mode | UnixFileMode.GroupRead | UnixFileMode.GroupExecute : mode);
    }

    private void Roll()
    {
        Close();
        var stem = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, System.IO.Path.GetFileNameWithoutExtension(Path));
        var extension = System.IO.Path.GetExtension(Path);
        var stamp = clock.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        var target = $"{stem}-{stamp}{extension}";
        for (var i = 1; File.Exists(target); i++)
            target = $"{stem}-{stamp}.{i}{extension}";
        File.Move(Path, target);
        foreach (var old in FindOlder(stem, extension).Skip(options.MaxFiles))
            old.Delete();
        Open();
    }

    // By name, not by pattern of the system: nothing that is not ours may be deleted.
    private static IEnumerable<FileInfo> FindOlder(string stem, string extension) =>
        new DirectoryInfo(System.IO.Path.GetDirectoryName(stem)!).EnumerateFiles()
            .Where(file => file.Extension == extension
                && System.IO.Path.GetFileNameWithoutExtension(file.Name) is var name
                && name.StartsWith(System.IO.Path.GetFileName(stem), StringComparison.Ordinal)
                && StampPattern().IsMatch(name[System.IO.Path.GetFileName(stem).Length..]))
            .OrderByDescending(file => file.LastWriteTimeUtc)
            .ThenByDescending(file => file.Name, StringComparer.Ordinal);

    // Half a chunk would stand there twice when it is tried again.
    private void CutBack()
    {
        try
        {
            if (_stream is { CanSeek: true })
                _stream.SetLength(_length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // What holds the line back holds this back too.
        }

        Close();
    }

    private void Close()
    {
        _stream?.Dispose();
        _stream = null;
        _length = 0;
    }
}
