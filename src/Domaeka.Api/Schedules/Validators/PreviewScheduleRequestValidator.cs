using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of <see cref="PreviewScheduleRequest"/>.</summary>
internal sealed class PreviewScheduleRequestValidator : AbstractValidator<PreviewScheduleRequest>
{
    private const int MaxOccurrences = 100;

    public PreviewScheduleRequestValidator(IValidator<Schedule> schedule)
    {
        RuleFor(request => request.TargetCase)
            .NotEqual(PreviewScheduleRequest.TargetOneofCase.None)
            .OverridePropertyName("Target")
            .WithMessage("name or schedule must be set");
        RuleFor(request => request.Name)
            .ScheduleName()
            .When(request => request.TargetCase == PreviewScheduleRequest.TargetOneofCase.Name);
        When(
            request => request.TargetCase == PreviewScheduleRequest.TargetOneofCase.Schedule,
            () => RuleFor(request => request.Schedule).WholeSchedule(schedule));
        RuleFor(request => request.Count)
            .InclusiveBetween(0, MaxOccurrences)
            .WithMessage($"must be 1 to {MaxOccurrences}, or 0 for 10");
    }
}
