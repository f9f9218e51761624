using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Devices.Validators;

/// <summary>The rules of <see cref="ApproveDeviceRequest"/>.</summary>
internal sealed class ApproveDeviceRequestValidator : AbstractValidator<ApproveDeviceRequest>
{
    public ApproveDeviceRequestValidator()
    {
        RuleFor(request => request.Name).DeviceName();
    }
}
