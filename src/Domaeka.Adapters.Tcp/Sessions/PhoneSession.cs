using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Domaeka.Adapters.Tcp.Inbound;
using Domaeka.Adapters.Tcp.Limits;
using Domaeka.Adapters.Tcp.Liveness;
using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Guard;
using Domaeka.Protocol;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Framing;
using Domaeka.Protocol.Messages;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>
/// Reads one connection from its first byte to its last. The way of a line, in order: <see cref="ReadAsync"/> takes bytes,
/// <see cref="TakeLinesAsync"/> cuts lines, <see cref="TakeAsync"/> decodes, <see cref="HearAsync"/> verifies and hands the chat to Core.
/// The next line is taken when Core is ready for it: that is the back-pressure.
/// </summary>
internal sealed class PhoneSession
{
    private readonly ConnectionContext _transport;
    private readonly PhoneServices _services;
    private readonly IConnectionPass _pass;
    private readonly InboundRate _rate;
    private readonly ITimer _deadline;
    private readonly DateTimeOffset _connectedAt;
    private readonly LineSplitter _splitter;
    private readonly InboundDecoder _decoder = new();
    private readonly BadLines _lines;
    private readonly Traffic _traffic;
    private readonly ArrivalClock _arrivals;
    private LogThrottle _dropLog;
    private LogThrottle _badLog;
    private LogThrottle _refusalLog;
    private LogThrottle _rateLog;
    private volatile PhoneConnection? _phone;
    private long _unreadBytes;
    private long _unverifiedBytes;
    private volatile bool _late;
    private volatile bool _serverStops;

    public PhoneSession(ConnectionContext transport, PhoneServices services, IConnectionPass pass)
    {
        _transport = transport;
        _services = services;
        _pass = pass;
        _rate = new InboundRate(services.Limits, services.Time);
        _traffic = new Traffic(services.Metrics);
        _connectedAt = services.Time.GetUtcNow();
        _splitter = new LineSplitter(services.Options.MaxInboundLineBytes);
        _lines = new BadLines(services.Options);
        _arrivals = new ArrivalClock(services.Time);
        _dropLog = new LogThrottle(services.Time);
        _badLog = new LogThrottle(services.Time);
        _refusalLog = new LogThrottle(services.Time);
        _rateLog = new LogThrottle(services.Time);
        _deadline = services.Time.CreateTimer(
            static state => ((PhoneSession)state!).OnDeadline(), this, services.Options.HandshakeTimeout, Timeout.InfiniteTimeSpan);
    }

    private SessionName Name => new(_transport.ConnectionId, _phone);

    /// <summary>Completes when the connection is closed and nothing of it is left. Does not throw.</summary>
    public async Task RunAsync()
    {
        using var stop = StopWithServer();
        SessionEnd end;
        await using (_deadline)
            end = await ReadToEndAsync();
        _services.UnverifiedBytes.TryChange(_unverifiedBytes, 0);

        // What the server does on its own account must not count against the phone's address.
        if (end == SessionEnd.Failed || _serverStops || _services.Registry.IsDraining)
            _pass.Excuse();

        if (_phone is not null)
            await _phone.FinishAsync(end);
        _services.Metrics.End(end);
        _services.Logger.Ended(Name, end, _lines.Received, _lines.Dropped);
    }

    private async Task<SessionEnd> ReadToEndAsync()
    {
        try
        {
            return await ReadAsync();
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return _phone is { IsClosing: true } ? SessionEnd.ServerClosed : SessionEnd.PhoneReset;
        }
        catch (Exception exception)
        {
            _services.Logger.SessionFailed(Name, exception);
            return SessionEnd.Failed;
        }
    }

    private async Task<SessionEnd> ReadAsync()
    {
        var input = _transport.Transport.Input;
        while (true)
        {
            var reading = input.ReadAsync();
            var wereThere = reading.IsCompleted;
            var read = await reading;
            var unread = read.Buffer;
            try
            {
                if (EndBeforeLines() is { } closed)
                    return closed;

                if (unread.Length > _unreadBytes)
                    OnInbound(unread.Length - _unreadBytes, wereThere);
                _splitter.MaxLineBytes = MaxLineBytes();
                (unread, var end) = await TakeLinesAsync(unread);
                if (end is not null)
                    return end.Value;
                if (read.IsCompleted)
                    return SessionEnd.PhoneClosed;
                if (!TryHold(unread.Length))
                    return SessionEnd.Violation;
            }
            finally
            {
                _unreadBytes = unread.Length;
                input.AdvanceTo(unread.Start, unread.End);
            }
        }
    }

    private void OnInbound(long bytes, bool wereThere)
    {
        _arrivals.OnRead(bytes, wereThere);
        _rate.CountBytes(bytes, _arrivals.Arrival.At);
        _traffic.CountInboundBytes(bytes);
        _phone?.Pings.OnInbound();
    }

    private SessionEnd? EndBeforeLines()
    {
        if (_phone is not null)
            return _phone.IsClosing ? SessionEnd.ServerClosed : null;
        if (_serverStops)
            return SessionEnd.ServerClosed;
        if (!_late)
            return null;
        _services.Logger.NotIdentified(_transport.ConnectionId, _transport.RemoteEndPoint, _services.Options.HandshakeTimeout);
        return SessionEnd.NotIdentified;
    }

    private async ValueTask<(ReadOnlySequence<byte> Unread, SessionEnd? End)> TakeLinesAsync(ReadOnlySequence<byte> buffer)
    {
        while (true)
        {
            if (_rate.IsExhausted && await WaitForRateAsync() is { } stopped)
                return (buffer, stopped);
            var status = _splitter.TryTake(ref buffer, out var line);
            if (status == LineReadStatus.NeedMore)
                return (buffer, null);

            _rate.CountLine();
            _traffic.CountInboundLine();
            var end = status == LineReadStatus.TooLong ? OnTooLong() : await TakeAsync(line);
            if (end is null && _phone is { IsClosing: true })
                end = SessionEnd.ServerClosed;
            if (end is not null)
                return (buffer, end);
        }
    }

    private ValueTask<SessionEnd?> TakeAsync(in ReadOnlySequence<byte> line)
    {
        var decoded = _decoder.Decode(line);
        if (!decoded.IsSuccess)
            return ValueTask.FromResult(OnBadLine(decoded.Error, decoded.Detail, line.Length));

        _lines.CountGood();
        switch (decoded.Message)
        {
            case HandshakeMessage handshake:
                return ShakeHandsAsync(handshake, decoded.Dialect);
            case ChatMessage chat:
                return HearAsync(chat, decoded.Dialect);
            case PingReply reply:
                return TakePingReplyAsync(reply);
            default:
                _services.Logger.UnknownEvent(Name, (decoded.Message as UnknownMessage)?.Event ?? "line");
                return ValueTask.FromResult<SessionEnd?>(null);
        }
    }

    private async ValueTask<SessionEnd?> ShakeHandsAsync(HandshakeMessage handshake, WireDialect dialect)
    {
        var identity = handshake.ToIdentity(_transport.RemoteEndPoint);
        if (_phone is not null && _phone.Identity.Device != identity.Device)
        {
            _services.Logger.OtherDeviceHandshake(Name, identity.Device);
            return SessionEnd.Violation;
        }

        var greeting = await WhileClockStands(_services.Greeter.GreetAsync(identity, CutOff));
        if (!greeting.IsWelcome)
            return Refuse(identity, dialect, greeting);

        if (_phone is not null)
        {
            // Queued chat came before the handshake, or the script shakes hands again.
            _phone.LearnIdentity(identity);
            _phone.Declare(handshake.Capabilities);
            await _phone.AnswerHandshakeAsync(greeting.Answer);
            return null;
        }

        Open(identity, dialect);
        _phone.Declare(handshake.Capabilities);
        await _phone.AnswerHandshakeAsync(greeting.Answer);
        Enter("handshake");
        return null;
    }

    private async ValueTask<SessionEnd?> HearAsync(ChatMessage chat, WireDialect dialect)
    {
        var proof = _services.Signatures.CheckSignature(chat.Auth);
        if (proof != ProofStatus.Proven)
            return Drop(proof, "chat line");

        if (_phone is null)
        {
            var (end, isIdentified) = await IdentifyAsync(chat, dialect);
            if (!isIdentified)
                return end;
        }
        else
        {
            proof = await CheckOwnerAsync(chat.BotName, chat.Auth);
            if (proof != ProofStatus.Proven)
                return Drop(proof, "chat line");
        }

        Prove(chat.Auth);
        if (chat.MessageType != ChatMessage.TextType)
        {
            _services.Logger.UnknownEvent(Name, chat.MessageType);
            return null;
        }

        var line = chat.ToChatLine(_phone!.Identity.Device, _services.PhoneZone);
        var outcome = await WhileClockStands(_services.Pipeline.ReceiveAsync(_phone, line, CutOff));
        if (outcome == ChatOutcome.Refused && _refusalLog.ShouldLog(out var withheld))
            _services.Logger.ChatRefused(Name, outcome, chat.LogId, withheld);
        return null;
    }

    private async ValueTask<SessionEnd?> TakePingReplyAsync(PingReply reply)
    {
        var proof = _phone is null ? ProofStatus.Unidentified : _services.Signatures.CheckSignature(reply.Auth);
        if (proof == ProofStatus.Proven)
            proof = await CheckOwnerAsync(reply.BotName, reply.Auth);
        if (proof == ProofStatus.Proven && !_phone!.TryAnswerPing(reply, _arrivals.Arrival))
            proof = ProofStatus.UnknownPing;
        if (proof != ProofStatus.Proven)
            return Drop(proof, "ping answer");

        Prove(reply.Auth);
        return null;
    }

    /// <summary>A signed chat line before the handshake, or instead of it, says whose connection this is (<c>docs/protocol.md</c>).</summary>
    private async ValueTask<(SessionEnd? End, bool IsIdentified)> IdentifyAsync(ChatMessage chat, WireDialect dialect)
    {
        if (chat.Auth.ToIdentity(_transport.RemoteEndPoint) is not { } identity)
            return (Drop(ProofStatus.Unidentified, "chat line"), false);

        var greeting = await _services.Greeter.GreetAsync(identity, CutOff);
        if (!greeting.IsWelcome)
            return (Refuse(identity, dialect, greeting), false);

        var proof = await _services.Signatures.CheckOwnerAsync(identity.Device, chat.BotName, chat.Auth, CutOff);
        if (proof != ProofStatus.Proven)
            return (Drop(proof, "chat line"), false);

        Open(identity, dialect);
        Enter("chat line");
        return (null, true);
    }

    private ValueTask<ProofStatus> CheckOwnerAsync(string botName, PhoneAuth? auth) =>
        WhileClockStands(_services.Signatures.CheckOwnerAsync(_phone!.Identity.Device, botName, auth, CutOff));

    [MemberNotNull(nameof(_phone))]
    private void Open(PhoneIdentity identity, WireDialect dialect) =>
        _phone = new PhoneConnection(_transport, _services, identity, dialect, _connectedAt, _traffic, _arrivals);

    private void Enter(string how)
    {
        var phone = _phone!;
        _deadline.Change(_services.ProofTimeout, Timeout.InfiniteTimeSpan);
        _services.Logger.Identified(phone, phone.Dialect.ToString(), how);
        _services.Registry.Add(phone);

        // What was decided between the greeting and the registration has not reached this connection.
        if (_services.Registry.IsClosing || _serverStops)
            phone.Close(CloseReason.ServerShutdown);
        else if (_services.Devices.Find(phone.Identity.Device) is { } device && device.Status.IsShutOut())
            phone.Close(CloseReason.ShutOut);
        else
            phone.Pings.Start();
    }

    private void Prove(PhoneAuth? auth)
    {
        if (!_phone!.TryProve(auth?.Timestamp ?? 0))
            return;
        _pass.MarkVerified();
        _deadline.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private SessionEnd Refuse(PhoneIdentity identity, WireDialect dialect, Greeting greeting)
    {
        if (greeting.IsServersDoing)
            _pass.Excuse();
        if (_phone is null)
            Open(identity, dialect);

        // In front of the answer, upon which a script closes.
        if (greeting.MovesTo is { } target)
            _phone.AnnounceMove(target, TimeSpan.Zero);
        _phone.Refuse(greeting.Answer);
        return SessionEnd.Refused;
    }

    private SessionEnd? Drop(ProofStatus reason, string kind)
    {
        _lines.CountDropped();
        _services.Metrics.CountDropped(reason);

        // Its first line is right, and could not be bound to the device: that is the database's trouble.
        if (reason == ProofStatus.OtherPhone && _phone is not null && _services.Devices.Find(_phone.Identity.Device) is { DeviceUuid: null })
            _pass.Excuse();
        if (_dropLog.ShouldLog(out var withheld))
            _services.Logger.LineDropped(Name, reason, kind, withheld);
        return null;
    }

    private SessionEnd? OnBadLine(DecodeError error, string? key, long bytes)
    {
        // Blank lines are what a person with a terminal sends.
        if (error == DecodeError.EmptyLine)
            return null;
        _services.Metrics.CountBad(error);
        if (_badLog.ShouldLog(out var withheld))
            _services.Logger.BadLine(Name, error, key, bytes, withheld);
        return _lines.TryCountBad() ? null : OnTooManyBadLines();
    }

    private SessionEnd? OnTooLong()
    {
        _services.Metrics.CountBad(DecodeError.LineTooLong);
        if (_badLog.ShouldLog(out var withheld))
            _services.Logger.LineTooLong(Name, _splitter.MaxLineBytes, withheld);
        return _lines.TryCountOversize() ? null : OnTooManyBadLines();
    }

    private SessionEnd OnTooManyBadLines()
    {
        _services.Logger.TooManyBadLines(Name, _lines.InRow);
        return SessionEnd.Violation;
    }

    private int MaxLineBytes()
    {
        var own = _phone is null ? null : _services.Devices.Find(_phone.Identity.Device)?.MaxMessageSizeBytes;
        var most = own is > 0 ? own.Value : _services.Options.MaxInboundLineBytes;
        return IsProven ? most : Math.Min(most, _services.Limits.MaxUnverifiedLineBytes);
    }

    private bool IsProven => _phone is { IsProven: true };

    private bool TryHold(long bytes)
    {
        var unverified = IsProven ? 0 : bytes;
        var isWithin = _services.UnverifiedBytes.TryChange(_unverifiedBytes, unverified);
        _unverifiedBytes = unverified;
        if (isWithin)
            return true;

        // Whose line is one too many is chance.
        _pass.Excuse();
        _services.Logger.TooManyUnverifiedBytes(Name, bytes, _services.Limits.MaxUnverifiedBytes);
        return false;
    }

    /// <summary>Reads nothing until the phone has stayed silent for long enough, or the connection is to end: back-pressure, not loss.</summary>
    private async ValueTask<SessionEnd?> WaitForRateAsync()
    {
        if (_rate.NextWait() == TimeSpan.Zero)
            return null;
        _services.RateLimited();
        if (_rateLog.ShouldLog(out var withheld))
            _services.Logger.RateLimited(Name, _services.Limits.LinesPerSecond, _services.Limits.BytesPerSecond, withheld);

        // Who has proven nothing must not keep its clock from running by a flood.
        var phone = _phone is { IsProven: true } proven ? proven : null;
        phone?.Pings.Pause();
        try
        {
            while (_rate.NextWait() is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _services.Time, _phone?.ClosingStarted ?? default).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (EndBeforeLines() is { } end)
                    return end;
            }

            return null;
        }
        finally
        {
            phone?.Pings.Resume();
        }
    }

    private CancellationToken CutOff => _phone?.CutOff ?? default;

    /// <summary>Awaits the server's own work without holding the time against the phone: its ping answer may wait behind this line.</summary>
    private ValueTask<T> WhileClockStands<T>(ValueTask<T> work)
    {
        return work.IsCompleted || _phone is null ? work : WaitAsync(work, _phone);

        static async ValueTask<T> WaitAsync(ValueTask<T> work, PhoneConnection phone)
        {
            phone.Pings.Pause();
            try
            {
                return await work;
            }
            finally
            {
                phone.Pings.Resume();
            }
        }
    }

    /// <summary>First the time to say whose connection this is is over, then the time to prove it.</summary>
    private void OnDeadline()
    {
        if (_phone is { } phone)
        {
            if (!phone.TryGiveUpUnproven(_services.ProofTimeout))
                _deadline.Change(_services.ProofTimeout, Timeout.InfiniteTimeSpan);
            return;
        }

        _late = true;
        _transport.Transport.Input.CancelPendingRead();
    }

    // A host that stops without draining first still closes its phones in order.
    private CancellationTokenRegistration StopWithServer() =>
        _transport.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested.UnsafeRegister(
            static state =>
            {
                var session = (PhoneSession)state!;
                session._serverStops = true;
                session._transport.Transport.Input.CancelPendingRead();
                session._phone?.Close(CloseReason.ServerShutdown);
            },
            this) ?? default;
}
