using Domaeka.Api.Validation;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Messages.Validators;

/// <summary>The rules of one part of a sequence.</summary>
internal sealed class SequencePartValidator : AbstractValidator<SequencePart>
{
    public SequencePartValidator(IValidator<Media> media, IValidator<Template> template)
    {
        RuleFor(part => part.ContentCase)
            .NotEqual(SequencePart.ContentOneofCase.None)
            .OverridePropertyName("Content")
            .WithMessage("text, media or template must be set");
        RuleFor(part => part.Text).MessageText().When(part => part.ContentCase == SequencePart.ContentOneofCase.Text);
        RuleFor(part => part.Media).SetValidator(media).When(part => part.ContentCase == SequencePart.ContentOneofCase.Media);
        RuleFor(part => part.Template).SetValidator(template).When(part => part.ContentCase == SequencePart.ContentOneofCase.Template);
        RuleFor(part => part.PauseBefore)
            .Must(pause => Durations.TryRead(pause, out var time)
                && time >= TimeSpan.Zero
                && time <= MessageLimits.MaxPause
                && pause.Nanos % 1_000_000 == 0)
            .When(part => part.PauseBefore is not null)
            .WithMessage("must be 0 to 1 hour, in whole milliseconds");
    }
}
