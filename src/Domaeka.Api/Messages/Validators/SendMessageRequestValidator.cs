using Domaeka.Api.Validation;
using Domaeka.Core.Delivery;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Messages.Validators;

/// <summary>The rules of <see cref="SendMessageRequest"/>.</summary>
internal sealed class SendMessageRequestValidator : AbstractValidator<SendMessageRequest>
{
    private const int MaxRequestIdLength = 128;

    // Scripts before 3.3 carry such a text out (docs/protocol.md, "What the scripts really do"), and no caller knows which one serves a room.
    private static readonly string[] MediaPrefixes = ["MEDIA_URL:", "IMAGE_BASE64:"];

    public SendMessageRequestValidator(IValidator<Media> media)
    {
        RuleFor(request => request.Room).RoomName();
        RuleFor(request => request.ContentCase)
            .NotEqual(SendMessageRequest.ContentOneofCase.None)
            .OverridePropertyName("Content")
            .WithMessage("text or media must be set");
        RuleFor(request => request.Text)
            .Must(text => !string.IsNullOrWhiteSpace(text) && text.Length <= TextContent.MaxLength)
            .When(request => request.ContentCase == SendMessageRequest.ContentOneofCase.Text)
            .WithMessage("must have 1 to 65,000 UTF-16 units and not only blanks");
        RuleFor(request => request.Text)
            .Must(text => !MediaPrefixes.Any(prefix => text.StartsWith(prefix, StringComparison.Ordinal)))
            .WithMessage($"must not begin with {string.Join(" or ", MediaPrefixes)}, which phones would carry out instead of showing; use media");
        RuleFor(request => request.Media)
            .SetValidator(media)
            .When(request => request.ContentCase == SendMessageRequest.ContentOneofCase.Media);
        RuleFor(request => request.RequestId)
            .Must(id => id.Length <= MaxRequestIdLength && id.All(character => character is > ' ' and <= '~'))
            .WithMessage($"must have at most {MaxRequestIdLength} characters, all of them visible ASCII");
    }
}
