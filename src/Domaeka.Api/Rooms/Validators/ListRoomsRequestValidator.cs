using Domaeka.Api.Paging;
using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Rooms.Validators;

/// <summary>The rules of <see cref="ListRoomsRequest"/>.</summary>
internal sealed class ListRoomsRequestValidator : AbstractValidator<ListRoomsRequest>
{
    public ListRoomsRequestValidator()
    {
        RuleFor(request => request.Bot).BotName();
        RuleFor(request => request.Status).KnownStatus();
        RuleFor(request => request.PageSize).PageSize();
        RuleFor(request => request.PageToken).PageToken(ListFilters.Of, ListFilters.KeyParts);
    }
}
