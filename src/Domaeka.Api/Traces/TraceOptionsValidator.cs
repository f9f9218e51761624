using System.Globalization;
using Microsoft.Extensions.Options;

namespace Domaeka.Api.Traces;

/// <summary>Checks <see cref="TraceOptions"/>.</summary>
internal sealed class TraceOptionsValidator : IValidateOptions<TraceOptions>
{
    public ValidateOptionsResult Validate(string? name, TraceOptions options) => options.SampleRatio is null or (>= 0 and <= 1)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            $"Telemetry:Traces:SampleRatio is {options.SampleRatio.Value.ToString(CultureInfo.InvariantCulture)}; allowed: 0 to 1.");
}
