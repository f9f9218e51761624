using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp.Limits;

/// <summary>The ranges that <see cref="PhoneLimitOptions"/> promises.</summary>
internal sealed class PhoneLimitOptionsValidator : IValidateOptions<PhoneLimitOptions>
{
    private const int SmallestLine = 1024;
    private const int LargestLine = 64 * 1024 * 1024;
    private const long SmallestTotal = 1024 * 1024;
    private const long LargestTotal = 64L * 1024 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, PhoneLimitOptions options)
    {
        var errors = new List<string>();
        Check(options.LinesPerSecond is >= 0 and <= 1_000_000, nameof(options.LinesPerSecond), options.LinesPerSecond, "0 to 1000000");
        Check(options.LineBurst is >= 1 and <= 10_000_000, nameof(options.LineBurst), options.LineBurst, "1 to 10000000");
        Check(options.BytesPerSecond is 0 or >= SmallestLine, nameof(options.BytesPerSecond), options.BytesPerSecond, $"0, or at least {SmallestLine}");
        Check(options.ByteBurst >= SmallestLine, nameof(options.ByteBurst), options.ByteBurst, $"at least {SmallestLine}");
        Check(
            options.MaxUnverifiedLineBytes is >= SmallestLine and <= LargestLine,
            nameof(options.MaxUnverifiedLineBytes),
            options.MaxUnverifiedLineBytes,
            $"{SmallestLine} to {LargestLine}");
        Check(
            options.MaxUnverifiedBytes is >= SmallestTotal and <= LargestTotal,
            nameof(options.MaxUnverifiedBytes),
            options.MaxUnverifiedBytes,
            $"{SmallestTotal} to {LargestTotal}");
        Check(
            options.ProofTimeout is not { } timeout || (timeout >= TimeSpan.FromSeconds(1) && timeout <= TimeSpan.FromDays(1)),
            nameof(options.ProofTimeout),
            options.ProofTimeout,
            "1 second to 1 day, or not set");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(bool holds, string option, object? value, string allowed)
        {
            if (!holds)
                errors.Add($"{PhoneLimitOptions.SectionName}:{option} must be {allowed}, but is {value}.");
        }
    }
}
