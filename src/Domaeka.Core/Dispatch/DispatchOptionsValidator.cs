using Microsoft.Extensions.Options;

namespace Domaeka.Core.Dispatch;

/// <summary>The ranges that <see cref="DispatchOptions"/> promises; section <c>Dispatch</c>.</summary>
internal sealed class DispatchOptionsValidator : IValidateOptions<DispatchOptions>
{
    public ValidateOptionsResult Validate(string? name, DispatchOptions options) => new OptionChecks("Dispatch")
        .Require(Enum.IsDefined(options.Mode), nameof(options.Mode), options.Mode, string.Join(", ", Enum.GetNames<DispatchMode>()))
        .InRange(nameof(options.RoomConcurrency), options.RoomConcurrency, 1, 10_000)
        .InRange(nameof(options.BotConcurrency), options.BotConcurrency, 1, 10_000)
        .InRange(nameof(options.GlobalConcurrency), options.GlobalConcurrency, 1, 10_000)
        .InRange(nameof(options.QueueCapacity), options.QueueCapacity, 1, 10_000_000)
        .InRange(nameof(options.RoomQueueCapacity), options.RoomQueueCapacity, 1, options.QueueCapacity)
        .Result();
}
