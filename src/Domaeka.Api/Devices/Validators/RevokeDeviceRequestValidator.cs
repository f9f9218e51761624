using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Devices.Validators;

/// <summary>The rules of <see cref="RevokeDeviceRequest"/>.</summary>
internal sealed class RevokeDeviceRequestValidator : AbstractValidator<RevokeDeviceRequest>
{
    public RevokeDeviceRequestValidator()
    {
        RuleFor(request => request.Name).DeviceName();
        RuleFor(request => request.Reason).Reason();
    }
}
