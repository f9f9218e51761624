using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp;

/// <summary>Checks <see cref="TcpOptions"/>, naming everything that is wrong at once.</summary>
internal sealed class TcpOptionsValidator : IValidateOptions<TcpOptions>
{
    private const int SmallestLine = 1024;
    private const int LargestInboundLine = 64 * 1024 * 1024;
    private const int LargestOutboundLine = 256 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, TcpOptions options)
    {
        var errors = new List<string>();

        Check(options.Port is >= 0 and <= 65_535, $"Tcp:Port must be 0 to 65535, but is {options.Port}.");
        Check(options.MaxConnections >= 1, $"Tcp:MaxConnections must be at least 1, but is {options.MaxConnections}.");
        CheckTime("HandshakeTimeout", options.HandshakeTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        CheckTime("PingInterval", options.PingInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        CheckTime("PingTimeout", options.PingTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        CheckTime("IdleTimeout", options.IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check(
            options.IdleTimeout >= options.PingTimeout,
            $"Tcp:IdleTimeout ({options.IdleTimeout}) must not be shorter than Tcp:PingTimeout ({options.PingTimeout}).");
        CheckCount("MaxInboundLineBytes", options.MaxInboundLineBytes, SmallestLine, LargestInboundLine);
        CheckCount("MaxOutboundLineBytes", options.MaxOutboundLineBytes, SmallestLine, LargestOutboundLine);
        Check(
            options.OutboundQueueLength >= 1,
            $"Tcp:OutboundQueueLength must be at least 1, but is {options.OutboundQueueLength}.");
        Check(
            options.MaxOutboundQueueBytes >= options.MaxOutboundLineBytes,
            $"Tcp:MaxOutboundQueueBytes ({options.MaxOutboundQueueBytes}) must not be less than Tcp:MaxOutboundLineBytes ({options.MaxOutboundLineBytes}).");
        CheckTime("CloseGracePeriod", options.CloseGracePeriod, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Check(options.MaxBadLinesInRow >= 1, $"Tcp:MaxBadLinesInRow must be at least 1, but is {options.MaxBadLinesInRow}.");
        Check(
            options.MaxOversizeLinesInRow >= 1,
            $"Tcp:MaxOversizeLinesInRow must be at least 1, but is {options.MaxOversizeLinesInRow}.");
        Check(
            options.PhoneTimeZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(options.PhoneTimeZone, out _),
            $"Tcp:PhoneTimeZone must be a time zone that this system knows, such as Asia/Seoul, but is '{options.PhoneTimeZone}'.");

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(bool holds, string error)
        {
            if (!holds)
                errors.Add(error);
        }

        void CheckTime(string option, TimeSpan value, TimeSpan from, TimeSpan to) =>
            Check(value >= from && value <= to, $"Tcp:{option} must be {from} to {to}, but is {value}.");

        void CheckCount(string option, int value, int from, int to) =>
            Check(value >= from && value <= to, $"Tcp:{option} must be {from} to {to}, but is {value}.");
    }
}
