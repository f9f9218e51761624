using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Server.Validators;

/// <summary>The rules of <see cref="CancelDrainRequest"/>.</summary>
internal sealed class CancelDrainRequestValidator : AbstractValidator<CancelDrainRequest>
{
    public CancelDrainRequestValidator() => RuleFor(request => request.ProcessName)
        .MaximumLength(DrainServerRequestValidator.LongestName)
        .WithMessage($"must be up to {DrainServerRequestValidator.LongestName} characters");
}
