using System.Text;

namespace Domaeka.Core.Templates;

/// <summary>Takes a template apart, from left to right, without going back further than one name.</summary>
internal static class TemplateReader
{
    public static List<TemplateSegment> Read(string text)
    {
        var segments = new List<TemplateSegment>();
        var literal = new StringBuilder();
        var position = 0;
        while (position < text.Length)
        {
            var character = text[position];
            if (character is '{' or '}' && position + 1 < text.Length && text[position + 1] == character)
            {
                literal.Append(character);
                position += 2;
            }
            else if (character == '{' && NameAt(text, position + 1) is { } name)
            {
                Flush(literal, segments);
                segments.Add(new TemplateSegment(name, IsPlaceholder: true));
                position += name.Length + 2;
            }
            else
            {
                literal.Append(character);
                position++;
            }
        }

        Flush(literal, segments);
        return segments;
    }

    private static string? NameAt(string text, int start)
    {
        var rest = text.AsSpan(start, Math.Min(text.Length - start, NoticeTemplate.MaxNameLength + 1));
        var length = rest.IndexOf('}');
        return length > 0 && IsName(rest[..length]) ? rest[..length].ToString() : null;
    }

    private static bool IsName(ReadOnlySpan<char> name)
    {
        if (name[0] == ' ' || name[^1] == ' ')
            return false;

        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.Value is not (' ' or '_') && !Rune.IsLetterOrDigit(rune))
                return false;
        }

        return true;
    }

    private static void Flush(StringBuilder literal, List<TemplateSegment> segments)
    {
        if (literal.Length == 0)
            return;

        segments.Add(new TemplateSegment(literal.ToString(), IsPlaceholder: false));
        literal.Clear();
    }
}
