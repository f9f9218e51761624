using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Messages.Validators;

/// <summary>The rules of <see cref="CancelMessageRequest"/>.</summary>
internal sealed class CancelMessageRequestValidator : AbstractValidator<CancelMessageRequest>
{
    public CancelMessageRequestValidator()
    {
        RuleFor(request => request.Name).MessageName();
    }
}
