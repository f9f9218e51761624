using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Messages.Validators;

/// <summary>The rules of <see cref="GetMessageRequest"/>.</summary>
internal sealed class GetMessageRequestValidator : AbstractValidator<GetMessageRequest>
{
    public GetMessageRequestValidator()
    {
        RuleFor(request => request.Name).MessageName();
        RuleFor(request => request.View).IsInEnum().WithMessage("must be one of the values of MessageView");
    }
}
