using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of <see cref="DeleteScheduleRequest"/>.</summary>
internal sealed class DeleteScheduleRequestValidator : AbstractValidator<DeleteScheduleRequest>
{
    public DeleteScheduleRequestValidator()
    {
        RuleFor(request => request.Name).ScheduleName();
    }
}
