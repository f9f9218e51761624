using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Server.Validators;

/// <summary>The rules of <see cref="DrainServerRequest"/>.</summary>
internal sealed class DrainServerRequestValidator : AbstractValidator<DrainServerRequest>
{
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromHours(1);

    private const int LongestName = 100;

    public DrainServerRequestValidator()
    {
        RuleFor(request => request.ReconnectAfter)
            .Must(duration => Durations.TryRead(duration, out var time) && time >= TimeSpan.Zero && time <= LongestAbsence)
            .When(request => request.ReconnectAfter is not null)
            .WithMessage("must be 0 to 1 hour");
        RuleFor(request => request.ProcessName).MaximumLength(LongestName).WithMessage($"must be up to {LongestName} characters");
    }
}
