using Domaeka.Api.Messages.Validators;
using Domaeka.Api.Validation;
using Domaeka.Core.Delivery;
using Domaeka.V1;
using FluentValidation;
using Google.Protobuf.WellKnownTypes;

namespace Domaeka.Api.Schedules.Validators;

/// <summary>The rules of <see cref="ScheduleContent"/>.</summary>
internal sealed class ScheduleContentValidator : AbstractValidator<ScheduleContent>
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);

    public ScheduleContentValidator(IValidator<Template> template, IValidator<ScheduleImage> image)
    {
        RuleFor(content => content.BodyCase)
            .Must((content, body) => body != ScheduleContent.BodyOneofCase.None || content.FirstImages.Count + content.SecondImages.Count > 0)
            .OverridePropertyName("Body")
            .WithMessage("text or template must be set where there are no pictures");
        RuleFor(content => content.Text)
            .Must(text => !string.IsNullOrWhiteSpace(text) && text.Length <= TextContent.MaxLength)
            .When(content => content.BodyCase == ScheduleContent.BodyOneofCase.Text)
            .WithMessage("must have 1 to 65,000 UTF-16 units and not only blanks");
        RuleFor(content => content.Text).Must(text => !MessageRules.IsTakenForMedia(text)).WithMessage(MessageRules.TakenForMedia);
        RuleFor(content => content.Template)
            .SetValidator(template)
            .When(content => content.BodyCase == ScheduleContent.BodyOneofCase.Template);
        RuleFor(content => content.FirstImages).Must(IsGroup).WithMessage($"must be at most {MediaContent.MaxItems}");
        RuleForEach(content => content.FirstImages).SetValidator(image);
        RuleFor(content => content.SecondImages).Must(IsGroup).WithMessage($"must be at most {MediaContent.MaxItems}");
        RuleForEach(content => content.SecondImages).SetValidator(image);
        RuleFor(content => content.FirstWait).Must(IsWait).WithMessage("must be 1 ms to 10 minutes, in whole milliseconds");
        RuleFor(content => content.SecondWait).Must(IsWait).WithMessage("must be 1 ms to 10 minutes, in whole milliseconds");
        RuleFor(content => content.Interval)
            .Must(interval => interval is null
                || (Durations.TryRead(interval, out var time) && time >= TimeSpan.Zero && time <= LongestInterval && interval.Nanos == 0))
            .WithMessage("must be 0 to 1 hour, in whole seconds");
    }

    private static bool IsGroup(IReadOnlyCollection<ScheduleImage> images) => images.Count <= MediaContent.MaxItems;

    private static bool IsWait(Duration? wait) => wait is null
        || (Durations.TryRead(wait, out var time)
            && time >= TimeSpan.FromMilliseconds(1) && time <= LongestWait && wait.Nanos % 1_000_000 == 0);
}
