using System.Diagnostics;

namespace MySqlConnector.Session;

/// <summary>
/// Watches over the command under way: notices that its time is up and has it killed on the server when it shall stop. Only waiting for
/// the server counts; the time begins anew with every operation (execute, read, next result) of the command.
/// </summary>
internal sealed class CommandGuard(ServerSession session) : IDisposable
{
    private readonly Lock _gate = new();
    private Timer? _timer;
    private bool _timerIsSet;
    private long _timerDue;
    private bool _isActive;
    private bool _isDisposed;
    private bool _isWaiting;
    private long _deadline;
    private TimeSpan _timeout;
    private InterruptReason _reason;
    private TaskCompletionSource? _ended;
    private Task? _interruption;
    private bool _cutsOff;

    /// <summary>Why the command was told to stop; <see cref="InterruptReason.None"/> when it was not.</summary>
    public InterruptReason Reason
    {
        get
        {
            lock (_gate)
                return _reason;
        }
    }

    /// <summary>A command begins.</summary>
    /// <param name="timeoutSeconds">Its time-out; 0: none.</param>
    public void Begin(int timeoutSeconds) => Begin(TimeSpan.FromSeconds(Math.Min(timeoutSeconds, int.MaxValue / 1000)), cutsOff: false);

    /// <summary>A command begins.</summary>
    /// <param name="timeout">Its time-out; zero or <see cref="Timeout.InfiniteTimeSpan"/>: none.</param>
    /// <param name="cutsOff">Whether the connection is cut when it shall stop, without asking the server to kill it.</param>
    public void Begin(TimeSpan timeout, bool cutsOff)
    {
        lock (_gate)
        {
            _cutsOff = cutsOff;
            _isActive = true;
            _reason = InterruptReason.None;
            _interruption = null;
            _ended = null;
            _deadline = 0;
            _timeout = timeout == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : timeout;
        }
    }

    /// <summary>Another operation of the command begins: it has its whole time again.</summary>
    public void Continue() => Volatile.Write(ref _deadline, 0);

    /// <summary>From here on the server is waited for.</summary>
    public void WaitBegins()
    {
        lock (_gate)
        {
            if (!_isActive || _timeout == TimeSpan.Zero)
                return;
            _isWaiting = true;
            if (_deadline == 0)
                _deadline = Stopwatch.GetTimestamp() + (long)(_timeout.TotalSeconds * Stopwatch.Frequency);
            // The timer is not stopped when the wait ends: it looks for itself, so that most waits never touch it.
            if (!_timerIsSet || _deadline < _timerDue)
                SetTimer();
        }
    }

    /// <summary>The server answered.</summary>
    public void WaitEnds()
    {
        lock (_gate)
            _isWaiting = false;
    }

    /// <summary>Has the command under way killed; nothing when there is none or it is being killed already.</summary>
    public void Interrupt(InterruptReason reason)
    {
        lock (_gate)
        {
            if (!_isActive || _reason != InterruptReason.None)
                return;
            _reason = reason;
            if (_cutsOff)
            {
                session.Abort();
                return;
            }

            _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var ended = _ended.Task;
            _interruption = Task.Run(() => QueryKiller.InterruptAsync(session, ended));
        }
    }

    /// <summary>
    /// The command is over, well or badly. When it was interrupted, the task ends after nothing can hit a later command any more.
    /// </summary>
    /// <returns>null when nothing was interrupted.</returns>
    public Task? End()
    {
        lock (_gate)
        {
            _isActive = false;
            _ended?.TrySetResult();
            return _interruption;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _timerIsSet = false;
            if (!_isActive || !_isWaiting)
                return;
            if (_deadline > Stopwatch.GetTimestamp())
            {
                SetTimer();
                return;
            }
        }

        Interrupt(InterruptReason.Timeout);
    }

    private void SetTimer()
    {
        if (_isDisposed)
            return;
        _timer ??= new Timer(static state => ((CommandGuard)state!).OnTimer(), this, Timeout.Infinite, Timeout.Infinite);
        _timerIsSet = true;
        _timerDue = _deadline;
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _deadline);
        // Timers count in whole milliseconds; one too early would have to be set again.
        var milliseconds = Math.Clamp(left.TotalMilliseconds + 1, 1, int.MaxValue);
        _timer.Change((int)milliseconds, Timeout.Infinite);
    }
}
