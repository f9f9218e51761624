using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Devices.Validators;

/// <summary>The rules of <see cref="DenyDeviceRequest"/>.</summary>
internal sealed class DenyDeviceRequestValidator : AbstractValidator<DenyDeviceRequest>
{
    public DenyDeviceRequestValidator()
    {
        RuleFor(request => request.Name).DeviceName();
        RuleFor(request => request.Reason).Reason();
    }
}
