using System.Text;

namespace Domaeka.Samples.Client.Output;

/// <summary>A table for the terminal. Korean letters take two columns there.</summary>
public static class Table
{
    /// <summary>The table, a line for each row.</summary>
    public static string Render(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var lines = new List<IReadOnlyList<string>> { headers };
        lines.AddRange(rows.Select(row => row.Select(Clean).ToList()));
        var widths = headers.Select((_, column) => lines.Max(line => WidthOf(line[column]))).ToArray();

        var text = new StringBuilder();
        foreach (var line in lines)
        {
            for (var column = 0; column < line.Count; column++)
            {
                var last = column == line.Count - 1;
                text.Append(line[column]).Append(' ', last ? 0 : widths[column] - WidthOf(line[column]) + 2);
            }

            // An empty last column must not leave blanks behind.
            while (text.Length > 0 && text[^1] == ' ')
                text.Length--;
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Names and values, a line for each.</summary>
    public static string RenderFields(params IEnumerable<(string Name, string Value)> fields)
    {
        var shown = fields.Where(field => field.Value.Length > 0).ToList();
        var width = shown.Max(field => field.Name.Length);
        return string.Concat(shown.Select(field => $"{field.Name.PadRight(width)}  {Clean(field.Value)}\n"));
    }

    /// <summary>Text on one line. What phones and chat rooms call themselves must not steer the terminal.</summary>
    public static string Clean(string cell) => string.Concat(cell.Select(character => char.IsControl(character) ? ' ' : character));

    private static int WidthOf(string cell) => cell.EnumerateRunes().Sum(rune => IsWide(rune.Value) ? 2 : 1);

    private static bool IsWide(int rune) => rune
        is (>= 0x1100 and <= 0x115F)
        or (>= 0x2E80 and <= 0xA4CF)
        or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F)
        or (>= 0xFF00 and <= 0xFF60)
        or (>= 0xFFE0 and <= 0xFFE6)
        or (>= 0x1F300 and <= 0x1FAFF)
        or (>= 0x20000 and <= 0x3FFFD);
}
