namespace Domaeka.Api.Logging;

/// <summary>
/// The host's one log file. It is opened by the first set of services that logs, a host with a process name has two of them, and closed behind
/// the last line of both.
/// </summary>
internal sealed class LogFile : IAsyncDisposable
{
    /// <summary>A disk that hangs must not hold the process.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private LogFilePump? _pump;

    /// <summary>What writes the file, or null when there is to be none.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="clock">Tells days and retries.</param>
    /// <param name="logger">Where is said that the file cannot be written.</param>
    public LogFilePump? Open(FileLogOptions options, TimeProvider clock, Func<ILogger> logger)
    {
        if (string.IsNullOrEmpty(options.Path))
            return null;
        lock (_gate)
        {
            _pump ??= new LogFilePump(new RollingFile(options, clock), options.MaxQueueBytes, clock);
            _pump.TellBy(logger);
            return _pump;
        }
    }

    /// <summary>Writes what waits, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_pump is not null)
            await _pump.CloseAsync(Patience);
    }
}
