using Microsoft.Extensions.Options;

namespace Domaeka.Core.Processes;

/// <summary>The ranges that <see cref="ProcessOptions"/> promises; section <c>Process</c>.</summary>
internal sealed class ProcessOptionsValidator : IValidateOptions<ProcessOptions>
{
    public ValidateOptionsResult Validate(string? name, ProcessOptions options) => new OptionChecks("Process")
        .Require(options.Name is { Length: > 0 and <= 100 }, nameof(options.Name), options.Name, "1 to 100 characters")
        .InRange(nameof(options.Port), options.Port, 0, 65_535)
        .InRange(nameof(options.HeartbeatInterval), options.HeartbeatInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
        .InRange(nameof(options.LoadInterval), options.LoadInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))
        .Result();
}
