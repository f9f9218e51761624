using Domaeka.Core.Delivery;

namespace Domaeka.Core.Scheduling;

/// <summary>The message that a schedule's content makes, or why it makes none.</summary>
/// <param name="Parts">The parts; null when there is a problem.</param>
/// <param name="Reason">What kind of problem.</param>
/// <param name="Problem">The problem, in Korean; null when there is none.</param>
public sealed record ContentResult(IReadOnlyList<MessagePart>? Parts, ScheduleSkipReason Reason = default, string? Problem = null)
{
    /// <summary>The placeholders without a value.</summary>
    public IReadOnlyList<string> MissingNames { get; init; } = [];
}
