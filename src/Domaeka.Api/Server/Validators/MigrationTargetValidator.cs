using FluentValidation;
using CoreTarget = Domaeka.Core.Connections.MigrationTarget;
using ProtoTarget = Domaeka.V1.MigrationTarget;

namespace Domaeka.Api.Server.Validators;

/// <summary>The rules of a migration's target.</summary>
internal sealed class MigrationTargetValidator : AbstractValidator<ProtoTarget>
{
    public MigrationTargetValidator()
    {
        RuleFor(target => target.Host)
            .Must(CoreTarget.IsValidHost)
            .WithMessage($"must be a DNS name or an address that can be connected to, up to {CoreTarget.MaxHostLength} characters");
        RuleFor(target => target.Port).InclusiveBetween(1, ushort.MaxValue).WithMessage($"must be 1 to {ushort.MaxValue}");
    }
}
