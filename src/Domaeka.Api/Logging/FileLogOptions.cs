namespace Domaeka.Api.Logging;

/// <summary>
/// The log in a file, beside the one on standard output. Configuration section <c>Logging:File</c>, where <c>LogLevel</c> sets levels of its
/// own. Lines are written behind the work, in batches; a file that cannot be written stops and slows nothing.
/// </summary>
public sealed class FileLogOptions
{
    /// <summary>The section.</summary>
    public const string SectionName = "Logging:File";

    /// <summary>
    /// The file, such as <c>logs/server.log</c>; relative ones are in the working directory. Its directory is made. A full file is renamed, the
    /// time put behind its name. Null: no file. (default: null)
    /// </summary>
    public string? Path { get; set; }

    /// <summary>How lines are written. (default: Text)</summary>
    public LogFormat Format { get; set; } = LogFormat.Text;

    /// <summary>A file that would become longer makes way for a new one; 64 KiB to 1 TiB. (default: 104,857,600, which is 100 MiB)</summary>
    public long MaxFileBytes { get; set; } = 100L * 1024 * 1024;

    /// <summary>Whether the first line of a day, by this machine's time zone, begins a new file. (default: true)</summary>
    public bool RollDaily { get; set; } = true;

    /// <summary>How many files are kept beside the one that is written, the newest; 0 to 10,000. (default: 14)</summary>
    public int MaxFiles { get; set; } = 14;

    /// <summary>Lines that may wait while the file cannot be written; further ones are dropped and counted. 64 KiB to 1 GiB. (default: 8,388,608, which is 8 MiB)</summary>
    public int MaxQueueBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>True: the file's group may read it (mode 0640); false: nobody else may (0600). Holds for new files. (default: false)</summary>
    public bool GroupMayRead { get; set; }
}
