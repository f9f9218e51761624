using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Keys.Validators;

/// <summary>The rules of <see cref="GetKeyRequest"/>.</summary>
internal sealed class GetKeyRequestValidator : AbstractValidator<GetKeyRequest>
{
    public GetKeyRequestValidator()
    {
        RuleFor(request => request.Name).KeyName();
    }
}
