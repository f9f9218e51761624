using Domaeka.Api.Paging;
using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Keys.Validators;

/// <summary>The rules of <see cref="ListKeysRequest"/>.</summary>
internal sealed class ListKeysRequestValidator : AbstractValidator<ListKeysRequest>
{
    public ListKeysRequestValidator()
    {
        RuleFor(request => request.PageSize).PageSize();
        RuleFor(request => request.PageToken).PageToken(ListFilters.Of, ListFilters.KeyListKeyParts);
    }
}
