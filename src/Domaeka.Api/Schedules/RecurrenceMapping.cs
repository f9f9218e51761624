using Domaeka.Core.Scheduling;
using CoreWeekdays = Domaeka.Core.Scheduling.Weekdays;
using ProtoRecurrence = Domaeka.V1.Recurrence;
using ProtoWeekday = Domaeka.V1.Weekday;

namespace Domaeka.Api.Schedules;

/// <summary>When schedules come due, both ways.</summary>
internal static class RecurrenceMapping
{
    /// <summary>A validated recurrence.</summary>
    public static ScheduleTiming ToCore(this ProtoRecurrence recurrence) => new(
        recurrence.RuleCase switch
        {
            ProtoRecurrence.RuleOneofCase.Once =>
                new OnceRecurrence(LocalTimes.ReadDate(recurrence.Once.Date)!.Value, LocalTimes.ReadTimes(recurrence.Once.Times)),
            ProtoRecurrence.RuleOneofCase.Daily => new DailyRecurrence(LocalTimes.ReadTimes(recurrence.Daily.Times)),
            ProtoRecurrence.RuleOneofCase.Weekly => new WeeklyRecurrence(
                recurrence.Weekly.Weekdays.Aggregate(CoreWeekdays.None, (days, day) => days | Flag(day)),
                LocalTimes.ReadTimes(recurrence.Weekly.Times)),
            _ => CronExpression.TryParse(recurrence.Cron.Expression, out var cron, out _)
                ? new CronRecurrence(cron)
                : throw new InvalidOperationException("A cron expression reached a service without validation."),
        },
        LocalTimes.ReadDate(recurrence.ValidFrom)?.ToDateTime(TimeOnly.MinValue),
        LocalTimes.ReadDate(recurrence.ValidUntil)?.AddDays(1).ToDateTime(TimeOnly.MinValue));

    public static ProtoRecurrence ToProto(this ScheduleTiming timing)
    {
        var recurrence = new ProtoRecurrence
        {
            ValidFrom = timing.ValidFrom is { } from ? LocalTimes.ToText(DateOnly.FromDateTime(from)) : "",
            ValidUntil = timing.ValidUntil is { } until ? LocalTimes.ToText(DateOnly.FromDateTime(until.AddTicks(-1))) : "",
        };
        switch (timing.Recurrence)
        {
            case OnceRecurrence once:
                recurrence.Once = new V1.OnceRule { Date = LocalTimes.ToText(once.Date), Times = { once.Times.Select(LocalTimes.ToText) } };
                break;
            case DailyRecurrence daily:
                recurrence.Daily = new V1.DailyRule { Times = { daily.Times.Select(LocalTimes.ToText) } };
                break;
            case WeeklyRecurrence weekly:
                recurrence.Weekly = new V1.WeeklyRule
                {
                    Weekdays = { Enum.GetValues<ProtoWeekday>().Where(day => day != ProtoWeekday.Unspecified && weekly.Weekdays.HasFlag(Flag(day))) },
                    Times = { weekly.Times.Select(LocalTimes.ToText) },
                };
                break;
            case CronRecurrence cron:
                recurrence.Cron = new V1.CronRule { Expression = cron.Expression.Text };
                break;
        }

        return recurrence;
    }

    private static CoreWeekdays Flag(ProtoWeekday day) => Enum.Parse<CoreWeekdays>(day.ToString());
}
