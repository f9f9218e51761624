using Microsoft.Extensions.Options;

namespace Domaeka.Core.Commands;

/// <summary>The ranges that <see cref="CommandOptions"/> promises; section <c>Commands</c>.</summary>
internal sealed class CommandOptionsValidator : IValidateOptions<CommandOptions>
{
    public ValidateOptionsResult Validate(string? name, CommandOptions options) => new OptionChecks("Commands")
        .InRange(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1))
        .Result();
}
