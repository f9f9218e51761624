using Domaeka.Core.Delivery;
using FluentValidation;
using ProtoMediaItem = Domaeka.V1.MediaItem;

namespace Domaeka.Api.Messages.Validators;

/// <summary>The rules of one media item.</summary>
internal sealed class MediaItemValidator : AbstractValidator<ProtoMediaItem>
{
    private const int MaxUriLength = 2_048;

    public MediaItemValidator()
    {
        RuleFor(item => item.SourceCase)
            .NotEqual(ProtoMediaItem.SourceOneofCase.None)
            .OverridePropertyName("Source")
            .WithMessage("uri or data must be set");
        RuleFor(item => item.Stored)
            .Must(_ => false)
            .When(item => item.SourceCase == ProtoMediaItem.SourceOneofCase.Stored)
            .WithMessage("is output only: send uri or data");
        RuleFor(item => item.Uri)
            .Must(IsFetchable)
            .When(item => item.SourceCase == ProtoMediaItem.SourceOneofCase.Uri)
            .WithMessage("must be an absolute http or https address of at most 2,048 characters, without blanks and |||");
        RuleFor(item => item.Data)
            .Must(data => data.Length is >= 1 and <= MediaContent.MaxItemBytes)
            .When(item => item.SourceCase == ProtoMediaItem.SourceOneofCase.Data)
            .WithMessage("must have 1 to 5,242,880 bytes");
    }

    // "|||" separates the addresses of one message in the older scripts' dialect (docs/protocol.md, "Server to phone").
    private static bool IsFetchable(string uri) =>
        uri.Length is >= 1 and <= MaxUriLength
        && !uri.Any(character => char.IsWhiteSpace(character) || char.IsControl(character))
        && !uri.Contains("|||", StringComparison.Ordinal)
        && Uri.TryCreate(uri, UriKind.Absolute, out var parsed)
        && (parsed.Scheme == Uri.UriSchemeHttp || parsed.Scheme == Uri.UriSchemeHttps)
        && parsed.Host.Length > 0;
}
