using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of <see cref="ResumeScheduleRequest"/>.</summary>
internal sealed class ResumeScheduleRequestValidator : AbstractValidator<ResumeScheduleRequest>
{
    public ResumeScheduleRequestValidator()
    {
        RuleFor(request => request.Name).ScheduleName();
    }
}
