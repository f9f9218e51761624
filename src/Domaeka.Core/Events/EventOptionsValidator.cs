using Microsoft.Extensions.Options;

namespace Domaeka.Core.Events;

/// <summary>The ranges that <see cref="EventOptions"/> promises; section <c>Events</c>.</summary>
internal sealed class EventOptionsValidator : IValidateOptions<EventOptions>
{
    public ValidateOptionsResult Validate(string? name, EventOptions options) => new OptionChecks("Events")
        .InRange(nameof(options.MaxFeeds), options.MaxFeeds, 1, 10_000)
        .InRange(nameof(options.PollInterval), options.PollInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1))
        .InRange(nameof(options.PageSize), options.PageSize, 1, 10_000)
        .InRange(nameof(options.MaxPendingEvents), options.MaxPendingEvents, 1, 1_000_000)
        .Result();
}
