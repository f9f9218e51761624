using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Keys.Validators;

/// <summary>The rules of <see cref="UpdateKeyRequest"/>.</summary>
internal sealed class UpdateKeyRequestValidator : AbstractValidator<UpdateKeyRequest>
{
    public UpdateKeyRequestValidator()
    {
        RuleFor(request => request.UpdateMask).UpdateMask(KeyFields.Updatable);
        RuleFor(request => request.Key).NotNull().WithMessage("must be set");
        When(request => request.Key is not null, () =>
        {
            RuleFor(request => request.Key.Name).KeyName();
            RuleFor(request => request.Key.ExpireTime).Time();
            When(
                request => UpdateMasks.Covers(request.UpdateMask, KeyFields.DisplayName, request.Key.DisplayName.Length > 0),
                () => RuleFor(request => request.Key.DisplayName).KeyDisplayName());
        });
    }
}
