using Domaeka.Adapters.Tcp.Inbound;
using Domaeka.Protocol.Codec;
using Domaeka.Shared;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>What of a phone's lines does not count: counted, logged without filling the disk, and the end of a connection that sends nothing else.</summary>
internal sealed class UnusableLines(SessionState state)
{
    private readonly PhoneServices _services = state.Services;
    private readonly BadLines _lines = new(state.Services.Options);
    private readonly LogThrottle _dropLog = new(state.Services.Time);
    private readonly LogThrottle _badLog = new(state.Services.Time);

    /// <summary>Lines received, the unusable ones too.</summary>
    public long Received => _lines.Received;

    /// <summary>Of those: not passed on.</summary>
    public long Dropped => _lines.Dropped;

    /// <summary>A line that is well-formed.</summary>
    public void CountGood() => _lines.CountGood();

    /// <summary>A well-formed line that does not count as its phone's own.</summary>
    /// <param name="reason">Why not.</param>
    /// <param name="kind">What it is, for the log.</param>
    public void Drop(ProofStatus reason, string kind)
    {
        _lines.CountDropped();
        _services.Metrics.CountDropped(reason);

        // Its first line is right, and could not be bound to the device: that is the database's trouble.
        if (reason == ProofStatus.OtherPhone && state.Phone is { } phone && _services.Devices.Find(phone.Identity.Device) is { DeviceUuid: null })
            state.Pass.Excuse();
        if (_dropLog.ShouldLog(out var withheld))
            _services.Logger.LineDropped(state.Name, reason, kind, withheld);
    }

    /// <summary>A line that cannot be decoded.</summary>
    /// <returns>How the session ends; null when it goes on.</returns>
    public SessionEnd? OnBad(DecodeError error, string? key, long bytes)
    {
        // Blank lines are what a person with a terminal sends.
        if (error == DecodeError.EmptyLine)
            return null;
        _services.Metrics.CountBad(error);
        if (_badLog.ShouldLog(out var withheld))
            _services.Logger.BadLine(state.Name, error, key, bytes, withheld);
        return _lines.TryCountBad() ? null : OnTooMany();
    }

    /// <summary>A line that was skipped since it is longer than the limit.</summary>
    /// <returns>How the session ends; null when it goes on.</returns>
    public SessionEnd? OnTooLong(int limit)
    {
        _services.Metrics.CountBad(DecodeError.LineTooLong);
        if (_badLog.ShouldLog(out var withheld))
            _services.Logger.LineTooLong(state.Name, limit, withheld);
        return _lines.TryCountOversize() ? null : OnTooMany();
    }

    private SessionEnd OnTooMany()
    {
        _services.Logger.TooManyBadLines(state.Name, _lines.InRow);
        return SessionEnd.Violation;
    }
}
