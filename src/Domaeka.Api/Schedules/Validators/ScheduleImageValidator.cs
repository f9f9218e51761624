using Domaeka.Core.Delivery;
using Domaeka.V1;
using FluentValidation;
using Source = Domaeka.V1.ScheduleImage.SourceOneofCase;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of <see cref="ScheduleImage"/>.</summary>
internal sealed class ScheduleImageValidator : AbstractValidator<ScheduleImage>
{
    private const int MaxPathLength = 500;
    private const int MaxFileNameLength = 255;

    public ScheduleImageValidator(IValidator<V1.MediaItem> item)
    {
        RuleFor(image => image.SourceCase)
            .NotEqual(Source.None)
            .OverridePropertyName("Source")
            .WithMessage("uri, data or path must be set");
        RuleFor(image => image.Uri)
            .Must(uri => item.Validate(new V1.MediaItem { Uri = uri }).IsValid)
            .When(image => image.SourceCase == Source.Uri)
            .WithMessage("must be an absolute http or https address of at most 2,048 characters, without blanks and |||");
        RuleFor(image => image.Data)
            .Must(data => data.Length is >= 1 and <= MediaContent.MaxItemBytes)
            .When(image => image.SourceCase == Source.Data)
            .WithMessage("must have 1 to 5,242,880 bytes");
        RuleFor(image => image.Path)
            .Must(IsPath)
            .When(image => image.SourceCase == Source.Path)
            .WithMessage($"must be a path of at most {MaxPathLength} characters that stays below the picture directory, and no address");
        RuleFor(image => image.FileName)
            .Must(name => name.Length <= MaxFileNameLength && !name.Any(char.IsControl))
            .WithMessage($"must have at most {MaxFileNameLength} characters, no control characters");
    }

    private static bool IsPath(string path) =>
        path.Length is >= 1 and <= MaxPathLength
        && !path.Any(char.IsControl)
        && !path.Contains("://", StringComparison.Ordinal)
        && path.Split('/', '\\').All(step => step is not ("." or ".."))
        && path.Any(character => character is not ('/' or '\\'));
}
