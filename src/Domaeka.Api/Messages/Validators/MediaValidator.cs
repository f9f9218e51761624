using Domaeka.Api.Validation;
using Domaeka.Core.Delivery;
using Domaeka.V1;
using FluentValidation;
using ProtoMediaItem = Domaeka.V1.MediaItem;
using ProtoMediaKind = Domaeka.V1.MediaKind;

namespace Domaeka.Api.Messages.Validators;

/// <summary>The rules of <see cref="Media"/>.</summary>
internal sealed class MediaValidator : AbstractValidator<Media>
{
    private const int MaxFormatLength = 10;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public MediaValidator(IValidator<ProtoMediaItem> item)
    {
        RuleFor(media => media.Kind)
            .Must(kind => kind != ProtoMediaKind.Unspecified && Enum.IsDefined(kind))
            .WithMessage("must be one of MEDIA_KIND_IMAGE, MEDIA_KIND_AUDIO, MEDIA_KIND_VIDEO, MEDIA_KIND_DOCUMENT");
        RuleFor(media => media.Items)
            .Must(items => items.Count is >= 1 and <= MediaContent.MaxItems)
            .WithMessage($"must be 1 to {MediaContent.MaxItems}");
        RuleFor(media => media.Items)
            .Must(items => items.DistinctBy(entry => entry.SourceCase).Count() <= 1)
            .WithMessage("must be all addresses or all data: the phones cannot mix the two in one message");
        RuleFor(media => media.Items)
            .Must(items => items.All(entry => entry.SourceCase != ProtoMediaItem.SourceOneofCase.Data))
            .When(media => media.Kind is ProtoMediaKind.Audio or ProtoMediaKind.Video or ProtoMediaKind.Document)
            .WithMessage("must be addresses (uri) unless kind is MEDIA_KIND_IMAGE: phones save every data as a .png, whatever it is");
        RuleForEach(media => media.Items).SetValidator(item);
        RuleFor(media => media.Format)
            .Must(format => format.Length <= MaxFormatLength && format.All(char.IsAsciiLetterOrDigit))
            .WithMessage($"must be a file ending without a dot, at most {MaxFormatLength} letters or digits, or empty");
        RuleFor(media => media.Wait)
            .Must(wait => Durations.TryRead(wait, out var time)
                && time >= TimeSpan.FromMilliseconds(1)
                && time <= LongestWait
                && wait.Nanos % 1_000_000 == 0)
            .When(media => media.Wait is not null)
            .WithMessage("must be 1 ms to 10 minutes, in whole milliseconds");
    }
}
