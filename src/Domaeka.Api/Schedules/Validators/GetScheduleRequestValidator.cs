using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of <see cref="GetScheduleRequest"/>.</summary>
internal sealed class GetScheduleRequestValidator : AbstractValidator<GetScheduleRequest>
{
    public GetScheduleRequestValidator()
    {
        RuleFor(request => request.Name).ScheduleName();
    }
}
