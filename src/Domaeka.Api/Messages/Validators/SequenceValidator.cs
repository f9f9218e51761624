using Domaeka.V1;
using FluentValidation;
using Google.Protobuf.WellKnownTypes;

namespace Domaeka.Api.Messages.Validators;

/// <summary>The rules of <see cref="Sequence"/>.</summary>
internal sealed class SequenceValidator : AbstractValidator<Sequence>
{
    public SequenceValidator(IValidator<SequencePart> part)
    {
        RuleFor(sequence => sequence.Parts)
            .Must(parts => parts.Count is >= 1 and <= MessageLimits.MaxSequenceParts)
            .WithMessage($"must be 1 to {MessageLimits.MaxSequenceParts}");

        // What is in the parts is looked at only where they are not too many: each may hold a long template.
        When(
            sequence => sequence.Parts.Count is >= 1 and <= MessageLimits.MaxSequenceParts,
            () =>
            {
                RuleFor(sequence => sequence.Parts)
                    .Must(parts => parts[0].PauseBefore is null || parts[0].PauseBefore.Equals(new Duration()))
                    .OverridePropertyName("Parts[0].PauseBefore")
                    .WithMessage("must be unset in the first part; use not_before");
                RuleFor(sequence => sequence.Parts)
                    .Must(parts => parts.Sum(MessageRules.DataBytes) <= MessageLimits.MaxDataBytes)
                    .WithMessage("must have at most 104,857,600 bytes of data in all");
                RuleFor(sequence => sequence.Parts)
                    .Must(parts => parts.Sum(MessageRules.TextLength) <= MessageLimits.MaxTextLength)
                    .WithMessage("must have at most 650,000 UTF-16 units of text in all");
                RuleForEach(sequence => sequence.Parts).SetValidator(part);
            });
    }
}
