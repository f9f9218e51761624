using Domaeka.Api.Paging;
using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Server.Validators;

/// <summary>The rules of <see cref="ListServerProcessesRequest"/>.</summary>
internal sealed class ListServerProcessesRequestValidator : AbstractValidator<ListServerProcessesRequest>
{
    public ListServerProcessesRequestValidator()
    {
        RuleFor(request => request.PageSize).PageSize();
        RuleFor(request => request.PageToken).PageToken(ListFilters.Of, ListFilters.ProcessKeyParts);
    }
}
