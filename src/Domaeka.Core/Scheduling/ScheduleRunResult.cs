using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;

namespace Domaeka.Core.Scheduling;

/// <summary>What became of a run that somebody asked for.</summary>
/// <param name="Message">The message; null when there is none.</param>
public sealed record ScheduleRunResult(OutboxMessage? Message)
{
    /// <summary>The schedule, or null when there is none of this id.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Why the content makes no message; null when it does.</summary>
    public ContentResult? Content { get; init; }

    /// <summary>Why the outbox did not take the message.</summary>
    public SendFailure Failure { get; init; }
}
