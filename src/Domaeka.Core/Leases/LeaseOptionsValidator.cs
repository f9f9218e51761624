using Microsoft.Extensions.Options;

namespace Domaeka.Core.Leases;

/// <summary>The ranges that <see cref="LeaseOptions"/> promises.</summary>
internal sealed class LeaseOptionsValidator : IValidateOptions<LeaseOptions>
{
    public ValidateOptionsResult Validate(string? name, LeaseOptions options) => new OptionChecks(LeaseOptions.SectionName)
        .InRange(nameof(options.Duration), options.Duration, TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(5))
        .InRange(nameof(options.RenewInterval), options.RenewInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))
        .Require(options.RenewInterval * 2 < options.Duration, nameof(options.RenewInterval), options.RenewInterval, "less than half of Lease:Duration")
        .InRange(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10))
        .InRange(nameof(options.AnswerTimeout), options.AnswerTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1))
        .Result();
}
