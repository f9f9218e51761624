using System.Text;
using System.Threading.Channels;

namespace Domaeka.Api.Logging;

/// <summary>
/// Takes lines from any thread without waiting, and writes them from one of its own. Lines wait up to a bound while the file cannot be
/// written, and are dropped beyond; how many were is said when it can be written again.
/// </summary>
internal sealed class LogFilePump
{
    /// <summary>How soon a file that could not be written is tried again.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    private readonly RollingFile _file;
    private readonly long _maxBytes;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _run;
    private Func<ILogger>? _logger;
    private List<string> _waiting = [];
    private List<string> _batch = [];
    private long _bytes;
    private long _lost;
    private bool _isFailing;

    /// <param name="file">What is written to; the pump's own from now on.</param>
    /// <param name="maxBytes">Of lines that may wait.</param>
    /// <param name="clock">For the retries.</param>
    public LogFilePump(RollingFile file, long maxBytes, TimeProvider clock)
    {
        _file = file;
        _maxBytes = maxBytes;
        _clock = clock;
        _run = Task.Run(RunAsync);
    }

    /// <summary>Where is said that the file cannot be written; the last caller counts.</summary>
    public void TellBy(Func<ILogger> logger) => Volatile.Write(ref _logger, logger);

    /// <summary>Takes one line, without its end.</summary>
    public void Add(string line)
    {
        var bytes = Encoding.UTF8.GetByteCount(line) + 1;
        lock (_gate)
        {
            if (_bytes + bytes > _maxBytes)
            {
                _lost++;
                return;
            }

            _bytes += bytes;
            _waiting.Add(line);
        }

        _news.Writer.TryWrite(true);
    }

    /// <summary>Writes what waits and ends; what cannot be written at the first try, or within <paramref name="patience"/>, is lost.</summary>
    public async Task CloseAsync(TimeSpan patience)
    {
        await _closing.CancelAsync();
        _news.Writer.TryComplete();
        await Task.WhenAny(_run, Task.Delay(patience, TimeProvider.System));
    }

    private async Task RunAsync()
    {
        var isOpen = true;
        while (isOpen)
        {
            isOpen = await _news.Reader.WaitToReadAsync();
            _news.Reader.TryRead(out _);
            while (Take() && !TryWriteBatch() && !_closing.IsCancellationRequested)
                await WaitAsync();
        }

        _file.Dispose();
    }

    private async Task WaitAsync()
    {
        try
        {
            await Task.Delay(RetryDelay, _clock, _closing.Token);
        }
        catch (OperationCanceledException)
        {
            // One more try, then the end.
        }
    }

    /// <returns>False when there is nothing to write.</returns>
    private bool Take()
    {
        lock (_gate)
        {
            if (_batch.Count == 0)
                (_batch, _waiting) = (_waiting, _batch);
            return _batch.Count > 0;
        }
    }

    private bool TryWriteBatch()
    {
        var done = 0;
        try
        {
            _file.Write(_batch, ref done);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            Settle(done);
            NoteFailure(exception);
            return false;
        }

        Settle(done);
        NoteSuccess();
        return true;
    }

    // Lines count as waiting until they are written, so that the bound holds for all.
    private void Settle(int done)
    {
        var bytes = 0L;
        for (var i = 0; i < done; i++)
            bytes += Encoding.UTF8.GetByteCount(_batch[i]) + 1;
        _batch.RemoveRange(0, done);
        lock (_gate)
            _bytes -= bytes;
    }

    private void NoteFailure(Exception exception)
    {
        if (_isFailing)
            return;
        _isFailing = true;
        Tell(logger => Log.LogFileFails(logger, _file.Path, exception.Message));
    }

    private void NoteSuccess()
    {
        long lost;
        lock (_gate)
            (lost, _lost) = (_lost, 0);
        if (!_isFailing && lost == 0)
            return;
        _isFailing = false;
        Tell(logger => Log.LogFileRecovered(logger, _file.Path, lost));
    }

    private void Tell(Action<ILogger> tell)
    {
        try
        {
            if (Volatile.Read(ref _logger) is { } logger)
                tell(logger());
        }
        catch (ObjectDisposedException)
        {
            // The host is at its end; nobody is left to tell.
        }
    }
}
