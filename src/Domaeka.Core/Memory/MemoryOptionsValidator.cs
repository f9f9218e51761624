using Microsoft.Extensions.Options;

namespace Domaeka.Core.Memory;

/// <summary>The ranges that <see cref="MemoryOptions"/> promises; section <c>Memory</c>.</summary>
internal sealed class MemoryOptionsValidator : IValidateOptions<MemoryOptions>
{
    public ValidateOptionsResult Validate(string? name, MemoryOptions options) => new OptionChecks("Memory")
        .Require(options.LimitBytes >= 0, nameof(options.LimitBytes), options.LimitBytes, "0 or more")
        .InRange(nameof(options.WarnPercent), options.WarnPercent, 1, 100)
        .Require(
            options.RefusePercent > options.WarnPercent && options.RefusePercent <= 100,
            nameof(options.RefusePercent), options.RefusePercent, $"more than Memory:{nameof(options.WarnPercent)}, up to 100")
        .InRange(nameof(options.SampleInterval), options.SampleInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1))
        .Result();
}
