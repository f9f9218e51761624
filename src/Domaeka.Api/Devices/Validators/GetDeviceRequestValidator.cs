using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Devices.Validators;

/// <summary>The rules of <see cref="GetDeviceRequest"/>.</summary>
internal sealed class GetDeviceRequestValidator : AbstractValidator<GetDeviceRequest>
{
    public GetDeviceRequestValidator()
    {
        RuleFor(request => request.Name).DeviceName();
    }
}
