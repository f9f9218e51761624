namespace Domaeka.Adapters.Tcp.Liveness;

/// <summary>
/// Whether a phone is alive: sends the pings, knows which are unanswered, notices the dead. One timer per phone.
/// </summary>
/// <remarks>
/// The scripts answer a ping when they have worked through everything written before it, and a media message holds them for seconds
/// (<c>docs/protocol.md</c>, "Behaviour"). So the time that a ping may stay unanswered begins when it was written or when the media before
/// it are done, whichever is later, and while it still waits for the phone to read, with the last byte that the phone took.
/// </remarks>
internal sealed class PingMonitor : IDisposable
{
    /// <summary>Enough for several intervals within a time-out; a phone that is busy for minutes does not pile up more.</summary>
    private const int MaxUnanswered = 4;

    private readonly Lock _gate = new();
    private readonly Queue<SentPing> _unanswered = new(MaxUnanswered);
    private readonly IPingHost _host;
    private readonly TcpOptions _options;
    private readonly TimeProvider _time;
    private readonly PauseClock _clock;
    private readonly PingTokens _tokens;
    private ITimer? _timer;
    private bool _ended;
    private TimeSpan _nextPing;
    private TimeSpan _lastInbound;
    private TimeSpan _lastProgress;
    private TimeSpan _busyUntil;
    private TimeSpan? _lastRoundTrip;

    public PingMonitor(IPingHost host, TcpOptions options, TimeProvider time)
    {
        _host = host;
        _options = options;
        _time = time;
        _clock = new PauseClock(time);
        _tokens = new PingTokens(time);
    }

    /// <summary>Round-trip time of the newest answered ping; null before the first.</summary>
    public TimeSpan? LastRoundTrip
    {
        get
        {
            lock (_gate)
                return _lastRoundTrip;
        }
    }

    /// <summary>Sends the first ping now and the others from then on.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_ended || _timer is not null)
                return;
            _timer = _time.CreateTimer(
                static state => ((PingMonitor)state!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Tick();
    }

    /// <summary>The phone has sent something, whatever it is.</summary>
    public void OnInbound()
    {
        lock (_gate)
            _lastInbound = _clock.Now;
    }

    /// <summary>The ping is being written.</summary>
    public void OnPingWritten(SentPing ping)
    {
        lock (_gate)
        {
            ping.WrittenAt = _clock.Now;
            ping.WrittenTimestamp = _time.GetTimestamp();
            ping.PhoneBusyUntil = _busyUntil;
        }
    }

    /// <summary>Something was written that keeps the phone from answering pings for so long.</summary>
    public void OnPhoneBusy(TimeSpan duration)
    {
        lock (_gate)
        {
            var now = _clock.Now;
            _busyUntil = (_busyUntil > now ? _busyUntil : now) + duration;
        }
    }

    /// <summary>The transport has taken what was written.</summary>
    public void OnProgress()
    {
        lock (_gate)
            _lastProgress = _clock.Now;
    }

    /// <summary>Takes a verified answer in. False when no such ping waits for one: a repeated or invented token proves nothing.</summary>
    /// <param name="token">What came back.</param>
    /// <param name="arrivedAt">Time stamp of when the answer was read from the socket.</param>
    public bool TryAnswer(string? token, long arrivedAt)
    {
        lock (_gate)
        {
            if (!_unanswered.Any(ping => ping.WrittenAt is not null && string.Equals(ping.Token, token, StringComparison.Ordinal)))
                return false;

            SentPing answered;
            do
            {
                // The scripts answer in order: what was sent before and not answered never will be.
                answered = _unanswered.Dequeue();
            }
            while (!string.Equals(answered.Token, token, StringComparison.Ordinal));

            var roundTrip = _time.GetElapsedTime(answered.WrittenTimestamp, arrivedAt);
            _lastRoundTrip = roundTrip > TimeSpan.Zero ? roundTrip : TimeSpan.Zero;
            return true;
        }
    }

    /// <summary>True while the clock stands because the server does not read.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_gate)
                return _clock.IsPaused;
        }
    }

    /// <summary>The server stops reading from the phone: the clock stands still.</summary>
    public void Pause()
    {
        lock (_gate)
            _clock.Pause();
    }

    /// <summary>The server reads again.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _clock.Resume();
            _lastInbound = _clock.Now;
        }
    }

    /// <summary>Sends and notices nothing more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            _timer?.Dispose();
        }
    }

    private void Tick()
    {
        SentPing? send = null;
        TimeSpan? unanswered = null;
        TimeSpan? idle = null;
        lock (_gate)
        {
            if (_ended || _timer is null)
                return;

            var now = _clock.Now;
            if (_unanswered.TryPeek(out var oldest) && now >= DeadlineOf(oldest))
                unanswered = now - (oldest.WrittenAt ?? oldest.QueuedAt);
            else if (now - _lastInbound >= _options.IdleTimeout)
                idle = now - _lastInbound;
            else if (now >= _nextPing)
                send = NextPing(now);

            if (unanswered is null && idle is null)
                Arm(now);
            else
                _ended = true;
        }

        if (send is not null)
            _host.SendPing(send);
        else if (unanswered is { } silence)
            _host.OnPingUnanswered(silence);
        else if (idle is { } quiet)
            _host.OnIdle(quiet);
    }

    private SentPing? NextPing(TimeSpan now)
    {
        _nextPing = now + PingSpread.Delay(_options.PingInterval, isFirst: _nextPing == default);
        if (_clock.IsPaused || _unanswered.Count >= MaxUnanswered)
            return null;

        var ping = new SentPing(_tokens.Next(), now);
        _unanswered.Enqueue(ping);
        return ping;
    }

    private TimeSpan DeadlineOf(SentPing ping)
    {
        var from = ping.WrittenAt is { } writtenAt
            ? Later(writtenAt, ping.PhoneBusyUntil ?? default)
            : Later(Later(ping.QueuedAt, _lastProgress), _busyUntil);
        return from + _options.PingTimeout;
    }

    private void Arm(TimeSpan now)
    {
        var due = _lastInbound + _options.IdleTimeout;
        if (_nextPing < due)
            due = _nextPing;
        if (_unanswered.TryPeek(out var oldest) && DeadlineOf(oldest) < due)
            due = DeadlineOf(oldest);

        // A deadline may have moved on while the timer ran; the shortest step keeps a clock that stands still from spinning.
        _timer!.Change(Later(due - now, PingSpread.ShortestStep), Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
