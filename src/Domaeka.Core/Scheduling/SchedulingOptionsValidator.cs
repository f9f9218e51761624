using Microsoft.Extensions.Options;

namespace Domaeka.Core.Scheduling;

/// <summary>The ranges that <see cref="SchedulingOptions"/> promises; section <c>Scheduling</c>.</summary>
internal sealed class SchedulingOptionsValidator : IValidateOptions<SchedulingOptions>
{
    public ValidateOptionsResult Validate(string? name, SchedulingOptions options) => new OptionChecks("Scheduling")
        .Require(
            TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _),
            nameof(options.TimeZone),
            options.TimeZone,
            "the IANA name of a time zone that this machine knows, such as Asia/Seoul")
        .Require(
            options.ImageDirectory.Length == 0 || Directory.Exists(options.ImageDirectory),
            nameof(options.ImageDirectory),
            options.ImageDirectory,
            "a directory that exists, or empty")
        .InRange(nameof(options.ChangePollInterval), options.ChangePollInterval, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2))
        .InRange(nameof(options.PageSize), options.PageSize, 1, 10_000)
        .InRange(nameof(options.MaxConcurrentSends), options.MaxConcurrentSends, 1, 10_000)
        .InRange(nameof(options.OnTimeWindow), options.OnTimeWindow, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10))
        .InRange(nameof(options.LateTolerance), options.LateTolerance, TimeSpan.Zero, MisfirePolicy.MaxTolerance)
        .InRange(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1))
        .InRange(nameof(options.RunRetention), options.RunRetention, TimeSpan.FromDays(1), TimeSpan.FromDays(3_650))
        .Result();
}
