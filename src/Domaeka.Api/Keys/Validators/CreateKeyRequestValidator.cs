using Domaeka.Api.Messages;
using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Keys.Validators;

/// <summary>The rules of <see cref="CreateKeyRequest"/>.</summary>
internal sealed class CreateKeyRequestValidator : AbstractValidator<CreateKeyRequest>
{
    private const int MaxScopes = 10;

    private static readonly TimeSpan MinTtl = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTtl = TimeSpan.FromDays(3650);

    public CreateKeyRequestValidator()
    {
        RuleFor(request => request.RequestId)
            .Must(id => id.Length <= MessageLimits.MaxKeyLength && id.All(character => character is > ' ' and <= '~'))
            .WithMessage($"must have at most {MessageLimits.MaxKeyLength} characters, all of them visible ASCII");
        RuleFor(request => request.Ttl)
            .Must(ttl => ttl is null || (Durations.TryRead(ttl, out var time) && time >= MinTtl && time <= MaxTtl))
            .WithMessage("must be 1 s to 3,650 days")
            .Must((request, ttl) => ttl is null || request.Key?.ExpireTime is null)
            .WithMessage("must not be set together with key.expire_time");
        RuleFor(request => request.Key).NotNull().WithMessage("must be set");
        When(request => request.Key is not null, () =>
        {
            RuleFor(request => request.Key.DisplayName).KeyDisplayName();
            RuleFor(request => request.Key.ExpireTime).Time();
            RuleFor(request => request.Key.Scopes)
                .Must(scopes => scopes.Count is >= 1 and <= MaxScopes && scopes.All(scope => scope != KeyScope.Unspecified && Enum.IsDefined(scope)))
                .WithMessage("must name at least one scope, and only values of KeyScope");
        });
    }
}
