using System.Buffers;
using Domaeka.Adapters.Tcp.Inbound;
using Domaeka.Adapters.Tcp.Limits;
using Domaeka.Protocol.Framing;
using Domaeka.Shared;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>
/// Takes bytes from the connection and cuts them into lines, as fast as the phone may send and Core is ready: the next line is taken when the one before
/// is done, and that is the back-pressure.
/// </summary>
internal sealed class SessionReader(SessionState state, UnusableLines unusable, SessionLines lines)
{
    private readonly PhoneServices _services = state.Services;
    private readonly LineSplitter _splitter = new(state.Services.Options.MaxInboundLineBytes);
    private readonly InboundRate _rate = new(state.Services.Limits, state.Services.Time);
    private readonly LogThrottle _rateLog = new(state.Services.Time);
    private long _unreadBytes;
    private long _unverifiedBytes;

    /// <summary>Reads until the connection is to end.</summary>
    /// <exception cref="IOException">The connection was reset.</exception>
    /// <exception cref="OperationCanceledException">A closing connection was cut off.</exception>
    public async Task<SessionEnd> ReadAsync()
    {
        var input = state.Transport.Transport.Input;
        while (true)
        {
            var reading = input.ReadAsync();
            var wereThere = reading.IsCompleted;
            var read = await reading;
            var unread = read.Buffer;
            try
            {
                if (state.FindEnd() is { } closed)
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

    /// <summary>Nothing is read any more: gives back its part of what unverified phones may hold.</summary>
    public void Release() => _services.UnverifiedBytes.TryChange(_unverifiedBytes, 0);

    private void OnInbound(long bytes, bool wereThere)
    {
        state.Arrivals.OnRead(bytes, wereThere);
        _rate.CountBytes(bytes, state.Arrivals.Arrival.At);
        state.Traffic.CountInboundBytes(bytes);
        state.Phone?.Pings.OnInbound();
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
            state.Traffic.CountInboundLine();
            var end = status == LineReadStatus.TooLong ? unusable.OnTooLong(_splitter.MaxLineBytes) : await lines.TakeAsync(line);
            if (end is null && state.Phone is { IsClosing: true })
                end = SessionEnd.ServerClosed;
            if (end is not null)
                return (buffer, end);
        }
    }

    private int MaxLineBytes()
    {
        var own = state.Phone is { } phone ? _services.Devices.Find(phone.Identity.Device)?.MaxMessageSizeBytes : null;
        var most = own is > 0 ? own.Value : _services.Options.MaxInboundLineBytes;
        return state.IsProven ? most : Math.Min(most, _services.Limits.MaxUnverifiedLineBytes);
    }

    private bool TryHold(long bytes)
    {
        var unverified = state.IsProven ? 0 : bytes;
        var isWithin = _services.UnverifiedBytes.TryChange(_unverifiedBytes, unverified);
        _unverifiedBytes = unverified;
        if (isWithin)
            return true;

        // Whose line is one too many is chance.
        state.Pass.Excuse();
        _services.Logger.TooManyUnverifiedBytes(state.Name, bytes, _services.Limits.MaxUnverifiedBytes);
        return false;
    }

    /// <summary>Reads nothing until the phone has stayed silent for long enough, or the connection is to end: back-pressure, not loss.</summary>
    private async ValueTask<SessionEnd?> WaitForRateAsync()
    {
        if (_rate.NextWait() == TimeSpan.Zero)
            return null;
        _services.RateLimited();
        if (_rateLog.ShouldLog(out var withheld))
            _services.Logger.RateLimited(state.Name, _services.Limits.LinesPerSecond, _services.Limits.BytesPerSecond, withheld);

        // Who has proven nothing must not keep its clock from running by a flood.
        var phone = state.Phone is { IsProven: true } proven ? proven : null;
        phone?.Pings.Pause();
        try
        {
            while (_rate.NextWait() is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _services.Time, state.Phone?.ClosingStarted ?? default).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (state.FindEnd() is { } end)
                    return end;
            }

            return null;
        }
        finally
        {
            phone?.Pings.Resume();
        }
    }
}
