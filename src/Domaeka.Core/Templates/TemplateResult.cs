namespace Domaeka.Core.Templates;

/// <summary>What a template gave: a text or a failure.</summary>
/// <param name="Failure">Why there is no text; <see cref="TemplateFailure.None"/> when there is one.</param>
/// <param name="Text">The text, at most <see cref="NoticeTemplate.MaxLength"/> UTF-16 units; null when there is a failure.</param>
public sealed record TemplateResult(TemplateFailure Failure, string? Text)
{
    /// <summary>Every placeholder without a value, each once, in the order of the template.</summary>
    public IReadOnlyList<string> MissingNames { get; init; } = [];

    /// <summary>The values that the template has no placeholder for, in the order of the values. They do no harm.</summary>
    public IReadOnlyList<string> UnusedNames { get; init; } = [];
}
