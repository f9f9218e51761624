namespace Domaeka.Core.Scheduling;

/// <summary>By a cron expression.</summary>
/// <param name="Expression">The expression.</param>
public sealed record CronRecurrence(CronExpression Expression) : Recurrence
{
    internal override DateTime? NextLocal(DateTime after) => Expression.NextLocal(after);
}
