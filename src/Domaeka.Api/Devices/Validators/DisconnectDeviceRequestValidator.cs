using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Devices.Validators;

/// <summary>The rules of <see cref="DisconnectDeviceRequest"/>.</summary>
internal sealed class DisconnectDeviceRequestValidator : AbstractValidator<DisconnectDeviceRequest>
{
    public DisconnectDeviceRequestValidator()
    {
        RuleFor(request => request.Name).DeviceName();
    }
}
