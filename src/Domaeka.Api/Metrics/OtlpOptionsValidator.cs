using Microsoft.Extensions.Options;

namespace Domaeka.Api.Metrics;

/// <summary>Checks <see cref="OtlpOptions"/>, naming everything that is wrong at once.</summary>
internal sealed class OtlpOptionsValidator : IValidateOptions<OtlpOptions>
{
    public ValidateOptionsResult Validate(string? name, OtlpOptions options)
    {
        var failures = new List<string>();
        if (!string.IsNullOrEmpty(options.Endpoint)
            && !(Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint) && (endpoint.Scheme is "http" or "https")))
            failures.Add($"Telemetry:Otlp:Endpoint is \"{options.Endpoint}\"; allowed: an address such as http://127.0.0.1:4318.");
        if (options.Interval is { } interval && (interval < TimeSpan.FromSeconds(1) || interval > TimeSpan.FromHours(1)))
            failures.Add($"Telemetry:Otlp:Interval is {interval}; allowed: 00:00:01 to 01:00:00.");
        if (options.Timeout is { } timeout && (timeout < TimeSpan.FromMilliseconds(100) || timeout > TimeSpan.FromMinutes(1)))
            failures.Add($"Telemetry:Otlp:Timeout is {timeout}; allowed: 00:00:00.1 to 00:01:00.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
