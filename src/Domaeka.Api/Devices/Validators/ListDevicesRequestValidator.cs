using Domaeka.Api.Paging;
using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Devices.Validators;

/// <summary>The rules of <see cref="ListDevicesRequest"/>.</summary>
internal sealed class ListDevicesRequestValidator : AbstractValidator<ListDevicesRequest>
{
    public ListDevicesRequestValidator()
    {
        RuleFor(request => request.Bot).BotName();
        RuleFor(request => request.Status).KnownStatus();
        RuleFor(request => request.PageSize).PageSize();
        RuleFor(request => request.PageToken).PageToken(ListFilters.Of, ListFilters.KeyParts);
    }
}
