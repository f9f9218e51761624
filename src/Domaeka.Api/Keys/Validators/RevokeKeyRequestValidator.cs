using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Keys.Validators;

/// <summary>The rules of <see cref="RevokeKeyRequest"/>.</summary>
internal sealed class RevokeKeyRequestValidator : AbstractValidator<RevokeKeyRequest>
{
    public RevokeKeyRequestValidator()
    {
        RuleFor(request => request.Name).KeyName();
    }
}
