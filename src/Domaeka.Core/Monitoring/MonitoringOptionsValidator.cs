using Microsoft.Extensions.Options;

namespace Domaeka.Core.Monitoring;

/// <summary>The ranges that <see cref="MonitoringOptions"/> promises; section <c>Monitoring</c>.</summary>
internal sealed class MonitoringOptionsValidator : IValidateOptions<MonitoringOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    public ValidateOptionsResult Validate(string? name, MonitoringOptions options) => new OptionChecks("Monitoring")
        .InRange(nameof(options.PingFlushInterval), options.PingFlushInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1))
        .InRange(nameof(options.PingBatchRows), options.PingBatchRows, 1, 1_000)
        .InRange(nameof(options.PingBufferRows), options.PingBufferRows, 100, 1_000_000)
        .InRange(nameof(options.ProcessSampleInterval), options.ProcessSampleInterval, Shortest, TimeSpan.FromHours(1))
        .InRange(nameof(options.FirstSystemSample), options.FirstSystemSample, Shortest, TimeSpan.FromHours(1))
        .InRange(nameof(options.SystemInterval), options.SystemInterval, Shortest, TimeSpan.FromDays(1))
        .Result();
}
