using Domaeka.Adapters.Tcp.Liveness;
using Domaeka.Adapters.Tcp.Outbound;
using Domaeka.Adapters.Tcp.Sockets;
using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Protocol;
using Domaeka.Protocol.Messages;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>
/// A connection whose phone has said who it is: what goes out, whether the phone is alive, and how it ends. What comes in is the
/// business of <see cref="PhoneSession"/>, which owns this.
/// </summary>
internal sealed class PhoneConnection : IPhoneConnection, IPingHost
{
    private readonly ConnectionContext _transport;
    private readonly PhoneServices _services;
    private readonly Traffic _traffic;
    private readonly ArrivalClock _arrivals;
    private readonly OutboundQueue _queue;
    private readonly ConfirmationLedger _confirmations;
    private readonly Task _writing;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _cutOff = new();
    private readonly CancellationTokenSource _closingStarted = new();
    private volatile PhoneIdentity _identity;
    private volatile bool _closing;
    private volatile bool _turnedAway;
    private volatile bool _proven;
    private volatile bool _answersInTime;
    private volatile bool _toldRepetition;
    private long _lastSigned;
    private ITimer? _graceTimer;
    private int _capabilities;

    public PhoneConnection(
        ConnectionContext transport,
        PhoneServices services,
        PhoneIdentity identity,
        WireDialect dialect,
        DateTimeOffset connectedAt,
        Traffic traffic,
        ArrivalClock arrivals)
    {
        (_traffic, _arrivals) = (traffic, arrivals);
        _transport = transport;
        _services = services;
        _identity = identity;
        ConnectedAt = connectedAt;
        Dialect = dialect;
        Pings = new PingMonitor(this, services.Options, services.Time);
        _queue = new OutboundQueue(services.Options.OutboundQueueLength, services.Options.MaxOutboundQueueBytes);
        _confirmations = new ConfirmationLedger(_queue, services.Options.MaxOutboundQueueBytes, this, services.Logger);
        _writing = new OutboundWriter(
            _queue,
            transport.Transport.Output,
            new PhoneLineWriter(transport.Transport.Output, this, services),
            services.Options,
            Pings,
            _confirmations,
            traffic,
            this,
            services.Logger)
            .RunAsync();
    }

    public string Id => _transport.ConnectionId;

    public PhoneIdentity Identity => _identity;

    public DateTimeOffset ConnectedAt { get; }

    public DateTimeOffset? LastSignedAt => _services.Proofs.Read(Volatile.Read(ref _lastSigned));

    public TimeSpan? LastRoundTrip => Pings.LastRoundTrip;

    public ConnectionQuality ReadQuality() => new()
    {
        RoundTrip = Pings.RoundTrips,
        InboundLines = _traffic.InboundLines,
        InboundBytes = _traffic.InboundBytes,
        OutboundLines = _traffic.OutboundLines,
        OutboundBytes = _traffic.OutboundBytes,
        MissedPings = Pings.Missed,
        LastActivityAt = _arrivals.LastAt,
    };

    public bool IsOpen => !_closing && !_confirmations.HasEnded && !_queue.IsCompleted;

    public Task Closed => _closed.Task;

    /// <summary>The dialect that the phone is answered in.</summary>
    public WireDialect Dialect { get; }

    /// <summary>What the phone's newest handshake has declared; none before, and for the scripts of today.</summary>
    public PhoneCapabilities Capabilities => (PhoneCapabilities)Volatile.Read(ref _capabilities);

    /// <summary>Whether the phone is alive.</summary>
    public PingMonitor Pings { get; }

    /// <summary>True once the phone has proven on this connection that it is who it says.</summary>
    public bool IsProven => _proven;

    /// <summary>Whether it is the live connection of its device.</summary>
    public bool IsLive => ReferenceEquals(_services.Registry.FindLive(_identity.Device), this);

    /// <summary>True once the server closes: what the phone still says is not listened to.</summary>
    public bool IsClosing => _closing;

    /// <summary>Fires when the server closes.</summary>
    public CancellationToken ClosingStarted => _closingStarted.Token;

    /// <summary>Fires when a closing connection has used up its grace period.</summary>
    public CancellationToken CutOff => _cutOff.Token;

    public ValueTask<bool> EnqueueAsync(OutboundDelivery delivery, CancellationToken cancellationToken) =>
        TakesNoMore(delivery) ? ValueTask.FromResult(false) : _queue.AddAsync(OutboundItem.For(delivery), cancellationToken);

    public bool TryEnqueue(OutboundDelivery delivery) => !TakesNoMore(delivery) && _queue.TryAdd(OutboundItem.For(delivery));

    /// <summary>Takes in a verified answer. False when it answers no ping of this connection that waits for one.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="arrival">When it arrived.</param>
    public bool TryAnswerPing(PingReply reply, Arrival arrival)
    {
        if (!Pings.TryAnswer(reply.Token, arrival, out var settlement))
            return false;
        _answersInTime = true;
        if (settlement.RoundTrip is { } roundTrip)
            _services.Metrics.Answer(roundTrip);
        if (settlement.IsOfSchedule)
            _services.PingReports.ReportAnswer(this, _transport.RemoteEndPoint, reply, settlement.RoundTrip);
        if (settlement.ConfirmsThrough > 0)
            _confirmations.Confirm(settlement.ConfirmsThrough);
        if (settlement.LetsBarrierGo)
            _queue.Nudge();
        return true;
    }

    /// <summary>Takes in what a later handshake of the same device says, and keeps what it leaves out.</summary>
    public void LearnIdentity(PhoneIdentity said) => _identity = said with
    {
        ClientType = said.ClientType ?? _identity.ClientType,
        ClientVersion = said.ClientVersion ?? _identity.ClientVersion,
        IpAddress = said.IpAddress ?? _identity.IpAddress,
        DeviceInfo = said.DeviceInfo ?? _identity.DeviceInfo,
    };

    /// <summary>Notes what a handshake declares.</summary>
    public void Declare(PhoneCapabilities capabilities) => Volatile.Write(ref _capabilities, (int)capabilities);

    /// <summary>Answers a handshake, waiting for room in the queue: a phone that only shakes hands is not read from meanwhile.</summary>
    public async ValueTask AnswerHandshakeAsync(HandshakeCompleteLine answer) =>
        await _queue.AddAsync(OutboundItem.For(answer), CutOff);

    public void AnnounceStatus(Device device)
    {
        if (!_closing && !_queue.TryAdd(OutboundItem.For(GreetingTexts.ForStatus(device))))
            _services.Logger.StatusNotTold(this);
    }

    public bool AnnounceMove(MigrationTarget target, TimeSpan migrateAfter)
    {
        // A script that is to leave at once reads nothing more.
        var line = OutboundItem.For(new ServerMigrationLine(target.Host, target.Port, migrateAfter));
        if (_closing || !(migrateAfter > TimeSpan.Zero ? _queue.TryAdd(line) : _queue.TryAddLast(line)))
            return false;
        _services.Logger.SentAway(this, target, migrateAfter);
        return true;
    }

    public void Close(CloseReason reason, TimeSpan? reconnectAfter = null)
    {
        // Without a time to come back at, the scripts' own back-off is the better advice.
        OutboundLine? last = reason switch
        {
            CloseReason.ShutOut => ShutOutLine(),
            CloseReason.ServerShutdown when reconnectAfter is { } after => new ServerShutdownLine("shutdown", after),
            _ => null,
        };
        if (Close(last))
            _services.Logger.Closing(this, reason);
    }

    /// <summary>Tells the phone why it cannot be served, and closes.</summary>
    public void Refuse(HandshakeCompleteLine answer)
    {
        if (Close(answer))
            _services.Logger.Refused(this, answer.Message);
    }

    /// <summary>
    /// A line of this connection was signed by its phone (<c>docs/security.md</c>, "Takeover"). That proves the phone unless the line may be a
    /// repetition, by whoever has recorded it, and would take the place of another connection.
    /// </summary>
    /// <param name="signedAt">The signed time, in milliseconds since 1970 UTC.</param>
    /// <param name="isNew">Whether it is newer than all that was signed before, which no repetition is.</param>
    /// <returns>True the first time that the phone is proven by it.</returns>
    public bool TryProve(long signedAt, out bool isNew)
    {
        // Only the one that reads calls this.
        if (signedAt > _lastSigned)
            Volatile.Write(ref _lastSigned, signedAt);
        isNew = _services.Proofs.TryAdvance(_identity.Device, signedAt);
        if (!_proven && _services.Proofs.IsKnownElsewhere(_identity.Device, signedAt))
            isNew = false;
        else if (_services.Registry.Promote(this, mayReplace: isNew))
        {
            if (_proven)
                return false;
            _proven = true;
            _services.Logger.Proven(this);
            return true;
        }

        if (!isNew && !_toldRepetition)
        {
            _toldRepetition = true;
            _services.Logger.NotReplaced(this);
        }

        return false;
    }

    /// <summary>
    /// The phone has shown a good session token. That is a full proof: who shows it had the phone's last token, which was good once, and
    /// takes the place of another connection as a new signature does. What is said on this connection is still to be signed line by line.
    /// </summary>
    /// <returns>True when the phone is proven by it.</returns>
    public bool TryResume()
    {
        if (_closing || _proven || !_services.Registry.Promote(this))
            return false;
        _proven = true;
        _services.Logger.Resumed(this);
        return true;
    }

    /// <summary>Gives the phone a session token, with a <c>handshakeComplete</c> of its own.</summary>
    /// <returns>False when nothing more goes out, or the device is not approved any more.</returns>
    public bool TryHandOut(SessionOffer session) =>
        !_closing
        && _services.Devices.Find(_identity.Device) is { Status: ApprovalStatus.Approved } device
        && _queue.TryAdd(OutboundItem.For(GreetingTexts.ForStatus(device) with { Session = session }));

    /// <summary>
    /// The time to prove itself is over. False when it is to be given as much once more: the phone signs what it answers, but behind the times of
    /// a connection that is still live, or the server did not listen.
    /// </summary>
    public bool TryGiveUpUnproven(TimeSpan waited)
    {
        if (_proven || _closing)
            return true;
        if (_answersInTime || Pings.IsPaused)
        {
            _answersInTime = false;
            return false;
        }

        _services.Logger.NeverProven(this, waited);
        Die();
        return true;
    }

    /// <summary>
    /// Ends the connection once nothing is read from it any more: unregisters it, writes what still waits if there is somebody to read
    /// it, and closes the socket.
    /// </summary>
    public async Task FinishAsync(SessionEnd end)
    {
        _services.Registry.Remove(this);
        Pings.Dispose();
        _services.Metrics.CountMissed(Pings.Missed);

        // No answer is read any more. Behind the removal, so that nobody who hears of a loss finds this connection again.
        _confirmations.End();
        try
        {
            if (end is SessionEnd.PhoneReset or SessionEnd.Violation or SessionEnd.Failed)
                Abort(new ConnectionAbortedException("The session has ended."));
            else if (end == SessionEnd.PhoneClosed && !_closing)
                await WaitForLateAnswersAsync();

            Close(last: null);
            await _writing;
            if (_turnedAway)
                await LateInput.DiscardAsync(_transport.Transport.Input, _services.Time);
            if (_graceTimer is not null)
                await _graceTimer.DisposeAsync();
        }
        finally
        {
            LimitLinger();

            // What the transport's own caller does behind us, too; done here so that Closed means closed.
            await _transport.DisposeAsync();
            _closed.TrySetResult();
        }
    }

    void IPingHost.SendPing(SentPing ping) =>
        _queue.TryAdd(OutboundItem.For(new PingLine(_identity.Device.BotName, ping.Token), ping));

    void IPingHost.OnPingUnanswered(TimeSpan silence)
    {
        _services.Logger.PingUnanswered(this, silence);

        // A stranger who only names a device is no news about that device.
        if (_proven)
            _services.PingReports.ReportTimeout(this, _transport.RemoteEndPoint);
        Die();
    }

    void IPingHost.OnIdle(TimeSpan silence)
    {
        _services.Logger.Idle(this, silence);
        Die();
    }

    // Core decides on the row first and then closes, so the row says which of the three statuses it is.
    private HandshakeCompleteLine ShutOutLine()
    {
        var device = _services.Devices.Find(_identity.Device);
        return device is not null && GreetingTexts.ForStatus(device) is { Success: false } line ? line : GreetingTexts.ForShutOut();
    }

    // A phone that has closed its side may still read replies, but it cannot confirm.
    private bool TakesNoMore(OutboundDelivery delivery) => _confirmations.HasEnded && delivery.WantsConfirmation;

    private bool Close(OutboundLine? last)
    {
        _closing = true;
        _turnedAway |= last is HandshakeCompleteLine;
        if (!_queue.Complete(last is null ? null : OutboundItem.For(last)))
            return false;

        _graceTimer = _services.Time.CreateTimer(
            static state => ((PhoneConnection)state!).OnGraceOver(),
            this,
            _services.Options.CloseGracePeriod,
            Timeout.InfiniteTimeSpan);
        _transport.Transport.Input.CancelPendingRead();

        // Not on this thread, which may hold more than this connection.
        _ = _closingStarted.CancelAsync();
        return true;
    }

    private void OnGraceOver()
    {
        if (!_writing.IsCompleted)
            _services.Logger.CutOff(this, _services.Options.CloseGracePeriod);
        Die();
    }

    private void Die()
    {
        _closing = true;
        Abort(new ConnectionAbortedException("The phone is gone."));
        _ = _closingStarted.CancelAsync();
        _cutOff.Cancel();
    }

    private void Abort(ConnectionAbortedException reason)
    {
        LimitLinger();
        _transport.Abort(reason);
    }

    private void LimitLinger()
    {
        if (_transport.Features.Get<IConnectionSocketFeature>() is { } feature)
            SocketTuning.BeforeClose(feature.Socket, _services.Sockets);
    }

    /// <summary>
    /// A phone that has closed its side may still read: commands that run get the chance to answer. A phone that is gone answers the first
    /// line with a reset, and the writer ends.
    /// </summary>
    private async Task WaitForLateAnswersAsync()
    {
        using var stop = new CancellationTokenSource();
        var grace = Task.Delay(_services.Options.CloseGracePeriod, _services.Time, stop.Token);
        await Task.WhenAny(_writing, grace);
        await stop.CancelAsync();
    }
}
