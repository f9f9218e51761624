using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Devices.Validators;

/// <summary>The rules of <see cref="BlockDeviceRequest"/>.</summary>
internal sealed class BlockDeviceRequestValidator : AbstractValidator<BlockDeviceRequest>
{
    public BlockDeviceRequestValidator()
    {
        RuleFor(request => request.Name).DeviceName();
        RuleFor(request => request.Reason).Reason();
    }
}
