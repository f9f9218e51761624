using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of <see cref="RunScheduleRequest"/>.</summary>
internal sealed class RunScheduleRequestValidator : AbstractValidator<RunScheduleRequest>
{
    public RunScheduleRequestValidator()
    {
        RuleFor(request => request.Name).ScheduleName();
        RuleFor(request => request.RequestId).RequestId();
    }
}
