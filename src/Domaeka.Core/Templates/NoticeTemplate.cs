using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Domaeka.Core.Templates;

/// <summary>
/// A notice with placeholders, such as <c>{주문자명}님, 총 {총금액}원입니다</c>. A name has 1 to <see cref="MaxNameLength"/> UTF-16 units:
/// letters and digits of any script, underscores, and blanks inside. <c>{{</c> and <c>}}</c> stand for a brace; every other brace stands for
/// itself. What a value says is not looked at again. Immutable.
/// </summary>
public sealed class NoticeTemplate
{
    /// <summary>Most UTF-16 units of a template, and of the text that it gives.</summary>
    public const int MaxLength = 260_000;

    /// <summary>Most UTF-16 units of a name.</summary>
    public const int MaxNameLength = 50;

    private readonly List<TemplateSegment> _segments;
    private readonly HashSet<string> _names;

    private NoticeTemplate(List<TemplateSegment> segments)
    {
        _segments = segments;
        Names = [.. segments.Where(segment => segment.IsPlaceholder).Select(segment => segment.Text).Distinct(StringComparer.Ordinal)];
        _names = new HashSet<string>(Names, StringComparer.Ordinal);
    }

    /// <summary>The names of the placeholders, each once, in the order of the template.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a template; false when it is longer than <see cref="MaxLength"/>, which is the only thing that can be wrong.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NoticeTemplate? template)
    {
        template = text.Length <= MaxLength ? new NoticeTemplate(TemplateReader.Read(text)) : null;
        return template is not null;
    }

    /// <summary>Puts the values in. All that is missing is told at once.</summary>
    /// <param name="values">The values by name; names are compared unit by unit. An empty value is a value.</param>
    public TemplateResult Render(IReadOnlyDictionary<string, string> values)
    {
        string[] missing = [.. Names.Where(name => !values.ContainsKey(name))];
        string[] unused = [.. values.Keys.Where(name => !_names.Contains(name))];
        if (missing.Length > 0)
            return new TemplateResult(TemplateFailure.MissingValues, null) { MissingNames = missing, UnusedNames = unused };

        var text = new StringBuilder();
        foreach (var segment in _segments)
        {
            var piece = segment.IsPlaceholder ? values[segment.Text] : segment.Text;
            if (piece.Length > MaxLength - text.Length)
                return new TemplateResult(TemplateFailure.TooLong, null) { UnusedNames = unused };
            text.Append(piece);
        }

        return new TemplateResult(TemplateFailure.None, text.ToString()) { UnusedNames = unused };
    }

    /// <summary>Renders the text when every placeholder has a value and the text is not too long.</summary>
    /// <param name="values">The values by name.</param>
    /// <param name="text">The text; null when there is none.</param>
    /// <param name="result">The whole answer, with what is missing and what was not used.</param>
    public bool TryRender(IReadOnlyDictionary<string, string> values, [NotNullWhen(true)] out string? text, out TemplateResult result)
    {
        result = Render(values);
        text = result.Text;
        return text is not null;
    }
}
