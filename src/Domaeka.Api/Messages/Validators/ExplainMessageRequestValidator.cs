using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Messages.Validators;

/// <summary>The rules of <see cref="ExplainMessageRequest"/>.</summary>
internal sealed class ExplainMessageRequestValidator : AbstractValidator<ExplainMessageRequest>
{
    public ExplainMessageRequestValidator()
    {
        RuleFor(request => request.Name).MessageName();
    }
}
