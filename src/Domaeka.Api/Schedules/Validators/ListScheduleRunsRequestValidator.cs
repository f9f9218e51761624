using Domaeka.Api.Paging;
using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of <see cref="ListScheduleRunsRequest"/>.</summary>
internal sealed class ListScheduleRunsRequestValidator : AbstractValidator<ListScheduleRunsRequest>
{
    public ListScheduleRunsRequestValidator()
    {
        RuleFor(request => request.Name).ScheduleName();
        RuleFor(request => request.PageSize).PageSize();
        RuleFor(request => request.PageToken).PageToken(ListFilters.Of, ListFilters.ScheduleKeyParts);
    }
}
