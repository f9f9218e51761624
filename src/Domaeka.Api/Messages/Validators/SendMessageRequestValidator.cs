using Domaeka.Api.Resources;
using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Messages.Validators;

/// <summary>The rules of <see cref="SendMessageRequest"/>.</summary>
internal sealed class SendMessageRequestValidator : AbstractValidator<SendMessageRequest>
{
    public SendMessageRequestValidator(IValidator<Media> media, IValidator<Template> template, IValidator<Sequence> sequence)
    {
        RuleFor(request => request.Room).RoomName();
        RuleFor(request => request.ContentCase)
            .NotEqual(SendMessageRequest.ContentOneofCase.None)
            .OverridePropertyName("Content")
            .WithMessage("text, media, template or sequence must be set");
        RuleFor(request => request.Text)
            .MessageText()
            .When(request => request.ContentCase == SendMessageRequest.ContentOneofCase.Text);
        RuleFor(request => request.Media)
            .SetValidator(media)
            .When(request => request.ContentCase == SendMessageRequest.ContentOneofCase.Media);
        RuleFor(request => request.Template)
            .SetValidator(template)
            .When(request => request.ContentCase == SendMessageRequest.ContentOneofCase.Template);
        RuleFor(request => request.Sequence)
            .SetValidator(sequence)
            .When(request => request.ContentCase == SendMessageRequest.ContentOneofCase.Sequence);

        RuleFor(request => request.RequestId)
            .Must(id => id.Length <= MessageLimits.MaxKeyLength && id.All(character => character is > ' ' and <= '~'))
            .WithMessage($"must have at most {MessageLimits.MaxKeyLength} characters, all of them visible ASCII");
        RuleFor(request => request.CollapseKey)
            .Must(key => key.Length <= MessageLimits.MaxKeyLength
                && !key.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
            .WithMessage($"must have at most {MessageLimits.MaxKeyLength} characters, none of them a blank or a control character");
        RuleFor(request => request.Priority).IsInEnum().WithMessage("must be one of the values of MessagePriority");
        RuleFor(request => request.Redelivery).IsInEnum().WithMessage("must be one of the values of Redelivery");
        RuleFor(request => request.NotBefore).Time();
        RuleFor(request => request.ExpireTime).Time();
        RuleFor(request => request.ExpireTime)
            .Must((request, time) => !Timestamps.TryRead(time, out var expiry)
                || !Timestamps.TryRead(request.NotBefore, out var earliest)
                || expiry > earliest)
            .WithMessage("must be later than not_before");
        RuleFor(request => request.Device)
            .Must(device => ResourceNames.TryParseDevice(device, out _))
            .When(request => request.Device.Length > 0)
            .WithMessage($"must be empty or the resource name of a device, {ResourceNames.DevicePattern}");
        RuleFor(request => request.Device)
            .Must((request, name) => !ResourceNames.TryParseDevice(name, out var device)
                || !ResourceNames.TryParseRoom(request.Room, out var room)
                || device.BotName == room.BotName)
            .WithMessage("must be a device of the room's bot");
    }
}
