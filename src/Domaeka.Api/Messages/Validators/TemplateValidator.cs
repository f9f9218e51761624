using Domaeka.Core.Templates;
using Domaeka.V1;
using FluentValidation;

namespace Domaeka.Api.Messages.Validators;

/// <summary>The rules of <see cref="Template"/>: also that it gives a text.</summary>
internal sealed class TemplateValidator : AbstractValidator<Template>
{
    public TemplateValidator()
    {
        RuleFor(template => template.Text)
            .Must(text => text.Length is >= 1 and <= NoticeTemplate.MaxLength)
            .WithMessage("must have 1 to 260,000 UTF-16 units");
        RuleFor(template => template.Values)
            .Must(values => values.Count <= MessageLimits.MaxTemplateValues)
            .WithMessage($"must be at most {MessageLimits.MaxTemplateValues}");
        RuleFor(template => template).Custom(Render);
    }

    private static void Render(Template template, ValidationContext<Template> context)
    {
        // What is not the case is a violation of the text above.
        if (template.Text.Length == 0 || !NoticeTemplate.TryParse(template.Text, out var parsed))
            return;

        if (parsed.Names.Count > MessageLimits.MaxTemplateValues)
        {
            context.AddFailure(nameof(template.Text), $"must have at most {MessageLimits.MaxTemplateValues} different placeholders");
            return;
        }

        var result = parsed.Render(template.Values);
        foreach (var name in result.MissingNames)
            context.AddFailure($"{nameof(template.Values)}[{name}]", "is missing: the template has a placeholder of this name");
        if (result.Failure == TemplateFailure.TooLong)
            context.AddFailure(nameof(template.Text), "must give at most 260,000 UTF-16 units");
        if (result.Text is not { } text)
            return;
        if (string.IsNullOrWhiteSpace(text))
            context.AddFailure(nameof(template.Text), "must give more than blanks");
        if (MessageRules.IsTakenForMedia(text))
            context.AddFailure(nameof(template.Text), MessageRules.TakenForMedia);
    }
}
