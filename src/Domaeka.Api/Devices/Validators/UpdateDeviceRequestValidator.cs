using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Devices.Validators;

/// <summary>The rules of <see cref="UpdateDeviceRequest"/>.</summary>
internal sealed class UpdateDeviceRequestValidator : AbstractValidator<UpdateDeviceRequest>
{
    private const int MinMessageSizeBytes = 1_024;
    private const int MaxMessageSizeBytes = 32 * 1024 * 1024;
    private const int MaxDeviceUuidLength = 128;

    public UpdateDeviceRequestValidator()
    {
        RuleFor(request => request.UpdateMask).UpdateMask(DeviceFields.Updatable);
        RuleFor(request => request.Device).NotNull().WithMessage("must be set");
        When(request => request.Device is not null, () =>
        {
            RuleFor(request => request.Device.Name).DeviceName();
            RuleFor(request => request.Device.Description).Description();
            RuleFor(request => request.Device.MaxMessageSizeBytes)
                .Must(bytes => bytes is 0 or (>= MinMessageSizeBytes and <= MaxMessageSizeBytes))
                .WithMessage("must be 1,024 to 33,554,432, or 0 for the server's default");
            RuleFor(request => request.Device.DeviceUuid)
                .MaximumLength(MaxDeviceUuidLength)
                .WithMessage($"must have at most {MaxDeviceUuidLength} characters");
        });
    }
}
