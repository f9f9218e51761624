using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of <see cref="PauseScheduleRequest"/>.</summary>
internal sealed class PauseScheduleRequestValidator : AbstractValidator<PauseScheduleRequest>
{
    public PauseScheduleRequestValidator()
    {
        RuleFor(request => request.Name).ScheduleName();
    }
}
