using Microsoft.Extensions.Options;

namespace Domaeka.Core.Guard;

/// <summary>The ranges that <see cref="GuardOptions"/> promises.</summary>
internal sealed class GuardOptionsValidator : IValidateOptions<GuardOptions>
{
    public ValidateOptionsResult Validate(string? name, GuardOptions options) => new OptionChecks(GuardOptions.SectionName)
        .InRange(nameof(options.MaxFailuresPerAddress), options.MaxFailuresPerAddress, 0, 1_000)
        .InRange(nameof(options.FailureWindow), options.FailureWindow, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
        .InRange(nameof(options.BlockDuration), options.BlockDuration, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30))
        .InRange(nameof(options.MaxUnverifiedPerAddress), options.MaxUnverifiedPerAddress, 0, 100_000)
        .InRange(nameof(options.MaxUnverifiedWhenBlocked), options.MaxUnverifiedWhenBlocked, 0, 1_000)
        .InRange(nameof(options.KnownFor), options.KnownFor, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30))
        .InRange(nameof(options.MaxBlocks), options.MaxBlocks, 100, 100_000)
        .InRange(nameof(options.RefreshInterval), options.RefreshInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))
        .Result();
}
