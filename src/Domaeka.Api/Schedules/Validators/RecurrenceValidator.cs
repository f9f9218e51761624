using Domaeka.Core.Scheduling;
using FluentValidation;
using ProtoRecurrence = Domaeka.V1.Recurrence;
using Rule = Domaeka.V1.Recurrence.RuleOneofCase;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of <see cref="ProtoRecurrence"/>.</summary>
internal sealed class RecurrenceValidator : AbstractValidator<ProtoRecurrence>
{
    public RecurrenceValidator()
    {
        RuleFor(recurrence => recurrence.RuleCase)
            .NotEqual(Rule.None)
            .OverridePropertyName("Rule")
            .WithMessage("once, daily, weekly or cron must be set");
        When(recurrence => recurrence.RuleCase == Rule.Once, () =>
        {
            RuleFor(recurrence => recurrence.Once.Date)
                .Must(date => LocalTimes.TryReadDate(date, out _))
                .WithMessage("must be a day of the years 2000 to 2999, YYYY-MM-DD");
            RuleFor(recurrence => recurrence.Once.Times).Times();
        });
        When(recurrence => recurrence.RuleCase == Rule.Daily, () => RuleFor(recurrence => recurrence.Daily.Times).Times());
        When(recurrence => recurrence.RuleCase == Rule.Weekly, () =>
        {
            RuleFor(recurrence => recurrence.Weekly.Weekdays)
                .Must(days => days.Count >= 1 && days.All(day => day != V1.Weekday.Unspecified && Enum.IsDefined(day)))
                .WithMessage("must be 1 or more of the values of Weekday");
            RuleFor(recurrence => recurrence.Weekly.Times).Times();
        });
        When(recurrence => recurrence.RuleCase == Rule.Cron, () => RuleFor(recurrence => recurrence.Cron.Expression).Custom((text, context) =>
        {
            if (!CronExpression.TryParse(text, out _, out var problem))
                context.AddFailure($"must be a cron expression: {problem}");
        }));
        RuleFor(recurrence => recurrence.ValidFrom).DateOrEmpty();
        RuleFor(recurrence => recurrence.ValidUntil).DateOrEmpty();
        RuleFor(recurrence => recurrence.ValidUntil)
            .Must((recurrence, until) => !LocalTimes.TryReadDate(until, out var last)
                || !LocalTimes.TryReadDate(recurrence.ValidFrom, out var first)
                || last >= first)
            .WithMessage("must not be before valid_from");
    }
}
