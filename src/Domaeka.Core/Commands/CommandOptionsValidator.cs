using Microsoft.Extensions.Options;

namespace Domaeka.Core.Commands;

/// <summary>The ranges that <see cref="CommandOptions"/> promises; section <c>Commands</c>.</summary>
internal sealed class CommandOptionsValidator : IValidateOptions<CommandOptions>
{
    public ValidateOptionsResult Validate(string? name, CommandOptions options) => new OptionChecks("Commands")
        .InRange(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1))
        .InRange(nameof(options.MaxStuckRuns), options.MaxStuckRuns, 1, 1_000)
        .InRange(nameof(options.CircuitFailures), options.CircuitFailures, 2, 1_000)
        .InRange(nameof(options.CircuitWindow), options.CircuitWindow, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))
        .InRange(nameof(options.CircuitBreak), options.CircuitBreak, TimeSpan.FromMilliseconds(500), TimeSpan.FromDays(1))
        .Result();
}
