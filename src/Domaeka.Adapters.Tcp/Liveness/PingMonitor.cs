using Domaeka.Core.Connections;

namespace Domaeka.Adapters.Tcp.Liveness;

/// <summary>
/// Whether a phone is alive: sends the pings, knows which are unanswered, notices the dead. One timer per phone.
/// </summary>
/// <remarks>
/// The scripts answer a ping when they have worked through everything written before it, and a media message holds them for seconds
/// (<c>docs/protocol.md</c>, "Confirmation"). So the time that a ping may stay unanswered begins when it was written or when the media before
/// it are done, whichever is later, and while it still waits for the phone to read, with the last byte that the phone took. How long
/// media take is a guess; each answer puts it right, since the phone then begins with what was written behind that ping.
/// </remarks>
internal sealed class PingMonitor : IDisposable
{
    /// <summary>Enough for several intervals within a time-out; a phone that is busy for minutes does not pile up more.</summary>
    private const int MaxUnanswered = 4;

    private readonly Lock _gate = new();

    /// <summary>Pings of the schedule that wait in the phone's queue. A barrier may be written before them.</summary>
    private readonly Queue<SentPing> _queued = new();

    /// <summary>Pings that were written and not answered, in the order on the wire, which is the order of the answers.</summary>
    private readonly Queue<SentPing> _written = new(MaxUnanswered);
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
    private TimeSpan _work;
    private TimeSpan _workSettled;
    private TimeSpan _due;
    private RoundTripWindow? _roundTrips;
    private long _missed;
    private bool _holdsUntaken;
    private bool _isBarrierOwed;

    public PingMonitor(IPingHost host, TcpOptions options, TimeProvider time)
    {
        _host = host;
        _options = options;
        _time = time;
        _clock = new PauseClock(time);
        _tokens = new PingTokens(time);
    }

    /// <summary>
    /// Round-trip time of the newest answered ping that the phone could answer at once; null before the first. Pings behind media do not
    /// count: their answers tell how long the script took, not the link. Nor do answers that may have lain unread while the server was busy.
    /// </summary>
    public TimeSpan? LastRoundTrip
    {
        get
        {
            lock (_gate)
                return _roundTrips?.Last;
        }
    }

    /// <summary>The newest round-trip times; null before the first.</summary>
    public RoundTripStatistics? RoundTrips
    {
        get
        {
            lock (_gate)
                return _roundTrips?.Summarize();
        }
    }

    /// <summary>Pings that were written and will not be answered any more: a later one was, or the phone has not answered for too long.</summary>
    public long Missed
    {
        get
        {
            lock (_gate)
                return _missed;
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

    /// <summary>A ping of the schedule is being written.</summary>
    /// <param name="ping">Which.</param>
    /// <param name="confirmsThrough">The number of the last delivery written before it that wants confirmation; 0 when there is none.</param>
    public void OnPingWritten(SentPing ping, long confirmsThrough)
    {
        lock (_gate)
        {
            // Older ones that found no place in the phone's queue never will be written.
            while (_queued.TryDequeue(out var queued) && queued != ping)
            {
            }

            Stamp(ping, confirmsThrough);
        }
    }

    /// <summary>
    /// A ping to be written right behind deliveries that want confirmation. Null when too many are unanswered: one is owed then, and the
    /// answer that makes room for it says so (<see cref="PingSettlement.LetsBarrierGo"/>).
    /// </summary>
    /// <param name="confirmsThrough">The number of the last delivery written before it.</param>
    public SentPing? NextBarrier(long confirmsThrough)
    {
        lock (_gate)
        {
            if (_ended)
                return null;
            _isBarrierOwed = _written.Count >= MaxUnanswered;
            if (_isBarrierOwed)
                return null;

            var now = _clock.Now;
            var barrier = new SentPing(_tokens.Next(), now, isOfSchedule: false);
            Stamp(barrier, confirmsThrough);

            // Pings of the schedule are queued by the timer itself; this one may be due before it looks again.
            if (_timer is not null && DeadlineOf(_written.Peek()) < _due)
                Arm(now);
            return barrier;
        }
    }

    /// <summary>Something was written that keeps the phone from answering pings for so long.</summary>
    public void OnPhoneBusy(TimeSpan duration)
    {
        lock (_gate)
        {
            var now = _clock.Now;
            _busyUntil = Later(_busyUntil, now) + duration;
            _work += duration;
        }
    }

    /// <summary>The transport has taken what was written.</summary>
    public void OnProgress()
    {
        lock (_gate)
        {
            var now = _lastProgress = _clock.Now;
            if (!_holdsUntaken)
                return;
            _holdsUntaken = false;
            foreach (var ping in _written)
                ping.TakenAt ??= now;
        }
    }

    /// <summary>Takes a verified answer in. False when no such ping waits for one: a repeated or invented token proves nothing.</summary>
    /// <param name="token">What came back.</param>
    /// <param name="arrival">When it arrived.</param>
    /// <param name="settlement">What follows from it.</param>
    public bool TryAnswer(string? token, Arrival arrival, out PingSettlement settlement)
    {
        settlement = default;
        lock (_gate)
        {
            if (!IsAwaited(token))
                return false;

            // The scripts answer in order: what was sent before and not answered never will be.
            var answered = _written.Dequeue();
            while (!string.Equals(answered.Token, token, StringComparison.Ordinal))
            {
                _missed++;
                answered = _written.Dequeue();
            }

            var roundTrip = MeasureRoundTrip(answered, arrival);
            SettleWork(answered);
            settlement = new PingSettlement(answered.ConfirmsThrough, _isBarrierOwed, answered.IsOfSchedule, roundTrip);
            _isBarrierOwed = false;
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
            if (Oldest() is { } oldest && now >= DeadlineOf(oldest))
                unanswered = now - (oldest.WrittenAt ?? oldest.QueuedAt);
            else if (now - _lastInbound >= _options.IdleTimeout)
                idle = now - _lastInbound;
            else if (now >= _nextPing)
                send = NextPing(now);

            if (unanswered is not null)
                _missed += _written.Count;
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
        if (_clock.IsPaused || _queued.Count + _written.Count >= MaxUnanswered)
            return null;

        var ping = new SentPing(_tokens.Next(), now, isOfSchedule: true);
        _queued.Enqueue(ping);
        return ping;
    }

    private void Stamp(SentPing ping, long confirmsThrough)
    {
        ping.WrittenAt = _clock.Now;
        ping.WrittenTimestamp = _time.GetTimestamp();
        ping.PhoneBusyUntil = _busyUntil;
        ping.WorkBefore = _work;
        ping.MeasuresLink = _work == _workSettled;
        ping.ConfirmsThrough = confirmsThrough;
        _holdsUntaken = true;
        _written.Enqueue(ping);
    }

    private bool IsAwaited(string? token)
    {
        foreach (var ping in _written)
        {
            if (string.Equals(ping.Token, token, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private TimeSpan? MeasureRoundTrip(SentPing answered, Arrival arrival)
    {
        var roundTrip = _time.GetElapsedTime(answered.WrittenTimestamp, arrival.At);
        var isDoubtful = answered.WrittenTimestamp < arrival.BacklogUntil && roundTrip > Arrival.Tolerance;
        if (!answered.MeasuresLink || isDoubtful)
            return null;

        roundTrip = roundTrip > TimeSpan.Zero ? roundTrip : TimeSpan.Zero;
        _roundTrips ??= new RoundTripWindow();
        _roundTrips.Add(roundTrip);
        return roundTrip;
    }

    /// <summary>The phone has come as far as this ping: what it still has to do begins now, whatever was expected.</summary>
    private void SettleWork(SentPing answered)
    {
        var now = _clock.Now;
        _workSettled = answered.WorkBefore;
        foreach (var ping in _written)
            ping.PhoneBusyUntil = now + (ping.WorkBefore - _workSettled);
        _busyUntil = now + (_work - _workSettled);
    }

    private SentPing? Oldest() => _written.TryPeek(out var oldest) || _queued.TryPeek(out oldest) ? oldest : null;

    private TimeSpan DeadlineOf(SentPing ping)
    {
        var from = ping.TakenAt is { } takenAt
            ? Later(takenAt, ping.PhoneBusyUntil)
            : Later(Later(ping.QueuedAt, _lastProgress), ping.WrittenAt is null ? _busyUntil : ping.PhoneBusyUntil);
        return from + _options.PingTimeout;
    }

    private void Arm(TimeSpan now)
    {
        _due = _lastInbound + _options.IdleTimeout;
        if (_nextPing < _due)
            _due = _nextPing;
        if (Oldest() is { } oldest && DeadlineOf(oldest) < _due)
            _due = DeadlineOf(oldest);

        // A deadline may have moved on while the timer ran; the shortest step keeps a clock that stands still from spinning.
        _timer!.Change(Later(_due - now, PingSpread.ShortestStep), Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Later(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
