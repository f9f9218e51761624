using Domaeka.Api.Paging;
using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.AddressBlocks.Validators;

/// <summary>The rules of <see cref="ListAddressBlocksRequest"/>.</summary>
internal sealed class ListAddressBlocksRequestValidator : AbstractValidator<ListAddressBlocksRequest>
{
    public ListAddressBlocksRequestValidator()
    {
        RuleFor(request => request.PageSize).PageSize();
        RuleFor(request => request.PageToken).PageToken(ListFilters.Of, ListFilters.AddressBlockKeyParts);
    }
}
