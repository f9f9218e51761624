using System.IO.Compression;
using Microsoft.Extensions.Options;

namespace Domaeka.Adapters.Tcp.Compression;

/// <summary>The ranges that <see cref="CompressionOptions"/> promises.</summary>
internal sealed class CompressionOptionsValidator : IValidateOptions<CompressionOptions>
{
    private const int SmallestLine = 1024;
    private const int LargestLine = 64 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, CompressionOptions options)
    {
        var errors = new List<string>();
        Check(
            options.MinimumLineBytes is >= SmallestLine and <= LargestLine,
            nameof(options.MinimumLineBytes),
            options.MinimumLineBytes,
            $"{SmallestLine} to {LargestLine}");
        Check(options.MinimumSaving is >= 0 and <= 0.9, nameof(options.MinimumSaving), options.MinimumSaving, "0 to 0.9");
        Check(
            options.Level is CompressionLevel.Fastest or CompressionLevel.Optimal or CompressionLevel.SmallestSize,
            nameof(options.Level),
            options.Level,
            "Fastest, Optimal or SmallestSize");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(bool holds, string option, object value, string allowed)
        {
            if (!holds)
                errors.Add(FormattableString.Invariant($"{CompressionOptions.SectionName}:{option} must be {allowed}, but is {value}."));
        }
    }
}
