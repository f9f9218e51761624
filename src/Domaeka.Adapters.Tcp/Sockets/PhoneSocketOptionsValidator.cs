using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp.Sockets;

/// <summary>The ranges that <see cref="PhoneSocketOptions"/> promises.</summary>
internal sealed class PhoneSocketOptionsValidator : IValidateOptions<PhoneSocketOptions>
{
    private const int SmallestBuffer = 4 * 1024;
    private const int LargestBuffer = 16 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, PhoneSocketOptions options)
    {
        var errors = new List<string>();
        CheckSeconds(nameof(options.KeepAliveTime), options.KeepAliveTime, TimeSpan.FromDays(1));
        CheckSeconds(nameof(options.KeepAliveInterval), options.KeepAliveInterval, TimeSpan.FromHours(1));
        CheckTime(nameof(options.Linger), options.Linger, TimeSpan.FromMinutes(1));
        CheckTime(nameof(options.UserTimeout), options.UserTimeout, TimeSpan.FromHours(1));
        Check(options.KeepAliveProbes is >= 0 and <= 100, nameof(options.KeepAliveProbes), options.KeepAliveProbes, "0 to 100");
        CheckBuffer(nameof(options.SendBufferBytes), options.SendBufferBytes, maySkip: true);
        CheckBuffer(nameof(options.ReceiveBufferBytes), options.ReceiveBufferBytes, maySkip: true);
        CheckBuffer(nameof(options.ReadAheadBytes), options.ReadAheadBytes, maySkip: false);
        Check(options.Backlog is >= 1 and <= 65_535, nameof(options.Backlog), options.Backlog, "1 to 65535");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(bool holds, string option, object value, string allowed)
        {
            if (!holds)
                errors.Add($"{PhoneSocketOptions.SectionName}:{option} must be {allowed}, but is {value}.");
        }

        void CheckSeconds(string option, TimeSpan value, TimeSpan to) => Check(
            value >= TimeSpan.Zero && value <= to && value.Ticks % TimeSpan.TicksPerSecond == 0, option, value, $"whole seconds, 0 to {to}");

        void CheckTime(string option, TimeSpan value, TimeSpan to) =>
            Check(value >= TimeSpan.Zero && value <= to, option, value, $"0 to {to}");

        void CheckBuffer(string option, int value, bool maySkip) => Check(
            value is >= SmallestBuffer and <= LargestBuffer || (maySkip && value == 0),
            option,
            value,
            $"{(maySkip ? "0, or " : "")}{SmallestBuffer} to {LargestBuffer}");
    }
}
