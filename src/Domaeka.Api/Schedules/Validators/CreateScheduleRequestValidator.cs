using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of <see cref="CreateScheduleRequest"/>.</summary>
internal sealed class CreateScheduleRequestValidator : AbstractValidator<CreateScheduleRequest>
{
    public CreateScheduleRequestValidator(IValidator<Schedule> schedule)
    {
        RuleFor(request => request.RequestId).RequestId();
        RuleFor(request => request.Schedule).WholeSchedule(schedule);
    }
}
