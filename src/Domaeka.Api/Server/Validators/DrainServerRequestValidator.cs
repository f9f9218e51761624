using Domaeka.Api.Validation;
using Domaeka.Core.Draining;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Server.Validators;

/// <summary>The rules of <see cref="DrainServerRequest"/>.</summary>
internal sealed class DrainServerRequestValidator : AbstractValidator<DrainServerRequest>
{
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromHours(1);

    public const int LongestName = 100;

    public DrainServerRequestValidator()
    {
        RuleFor(request => request.ReconnectAfter)
            .Must(duration => Durations.TryRead(duration, out var time) && time >= TimeSpan.Zero && time <= LongestAbsence)
            .When(request => request.ReconnectAfter is not null)
            .WithMessage("must be 0 to 1 hour");
        RuleFor(request => request.ReconnectAfter)
            .Null()
            .When(request => request.MigrationTarget is not null)
            .WithMessage("must not be set together with migration_target");
        RuleFor(request => request.MigrationTarget).SetValidator(new MigrationTargetValidator());
        RuleFor(request => request.PhonesPerSecond)
            .InclusiveBetween(0, MigrationOrder.MaxPhonesPerSecond)
            .WithMessage($"must be 0 to {MigrationOrder.MaxPhonesPerSecond}");
        RuleFor(request => request.MigrateAfter)
            .Must(duration => Durations.TryRead(duration, out var time) && time >= TimeSpan.Zero && time <= MigrationOrder.MaxMigrateAfter)
            .When(request => request.MigrateAfter is not null)
            .WithMessage("must be 0 to 1 hour");
        When(request => request.MigrationTarget is null, () =>
        {
            RuleFor(request => request.PhonesPerSecond).Equal(0).WithMessage("must not be set without migration_target");
            RuleFor(request => request.MigrateAfter).Null().WithMessage("must not be set without migration_target");
        });
        RuleFor(request => request.ProcessName).MaximumLength(LongestName).WithMessage($"must be up to {LongestName} characters");
    }
}
