using Domaeka.Api.Paging;
using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of <see cref="ListSchedulesRequest"/>.</summary>
internal sealed class ListSchedulesRequestValidator : AbstractValidator<ListSchedulesRequest>
{
    public ListSchedulesRequestValidator()
    {
        RuleFor(request => request.Room).RoomFilter();
        RuleFor(request => request.Bot).BotOf(request => request.Room);
        RuleFor(request => request.Status).IsInEnum().WithMessage("must be one of the values of ScheduleStatus");
        RuleFor(request => request.PageSize).PageSize();
        RuleFor(request => request.PageToken).PageToken(ListFilters.Of, ListFilters.ScheduleKeyParts);
    }
}
