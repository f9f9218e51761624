using Microsoft.Extensions.Options;

namespace Domaeka.Core.Retention;

/// <summary>The ranges that <see cref="RetentionOptions"/> promises; section <c>Retention</c>.</summary>
internal sealed class RetentionOptionsValidator : IValidateOptions<RetentionOptions>
{
    public ValidateOptionsResult Validate(string? name, RetentionOptions options) => new OptionChecks("Retention")
        .InRange(nameof(options.FirstRun), options.FirstRun, TimeSpan.Zero, TimeSpan.FromDays(1))
        .InRange(nameof(options.Interval), options.Interval, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7))
        .InRange(nameof(options.EventRetention), options.EventRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(3_650))
        .InRange(nameof(options.MaxEvents), options.MaxEvents, 1_000, 1_000_000_000)
        .InRange(nameof(options.PingRetention), options.PingRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(3_650))
        .InRange(nameof(options.SystemSampleRetention), options.SystemSampleRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(3_650))
        .InRange(nameof(options.RoomDeviceRetention), options.RoomDeviceRetention, TimeSpan.FromDays(1), TimeSpan.FromDays(3_650))
        .Require(
            options.ScheduleLogRetention == TimeSpan.Zero
                || (options.ScheduleLogRetention >= TimeSpan.FromDays(1) && options.ScheduleLogRetention <= TimeSpan.FromDays(36_500)),
            nameof(options.ScheduleLogRetention),
            options.ScheduleLogRetention,
            "0 or 1.00:00:00 to 36500.00:00:00")
        .InRange(nameof(options.BatchSize), options.BatchSize, 1, 10_000)
        .InRange(nameof(options.BatchPause), options.BatchPause, TimeSpan.Zero, TimeSpan.FromMinutes(1))
        .Result();
}
