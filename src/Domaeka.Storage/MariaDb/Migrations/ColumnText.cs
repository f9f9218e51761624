using System.Globalization;
using System.Text.RegularExpressions;

namespace Domaeka.Storage.MariaDb.Migrations;

/// <summary>A column's definition, taken apart so far that single points of it can be changed and everything else stays word by word.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Words">Type, attributes, default, comment, as they stand behind each other.</param>
internal sealed partial record ColumnText(string Name, IReadOnlyList<string> Words)
{
    private static readonly string[] TextSizes = ["tinytext", "text", "mediumtext", "longtext"];

    /// <summary>The type's name in lower case: <c>varchar</c>, <c>bigint</c>.</summary>
    public string Type => Words[0].Split('(')[0].ToLowerInvariant();

    /// <summary>The database numbers it.</summary>
    public bool IsNumbered => Has("AUTO_INCREMENT");

    /// <summary>It cannot be NULL.</summary>
    public bool IsRequired => IndexOf("NOT") is >= 0 and var index && Is(index + 1, "NULL");

    /// <summary>An INSERT that does not name it gets a value.</summary>
    public bool HasDefault => IndexOf("DEFAULT") >= 0;

    /// <summary>The database works it out.</summary>
    public bool IsGenerated => Has("GENERATED") || Has("AS");

    /// <summary>It holds whole numbers.</summary>
    public bool IsInteger => Type is "tinyint" or "smallint" or "mediumint" or "int" or "bigint";

    /// <summary>It holds text that can be as long as one likes.</summary>
    public bool IsText => TextSizes.Contains(Type);

    /// <summary>It has a character set.</summary>
    public bool HoldsText => IsText || Type is "varchar" or "char" or "enum" or "set";

    /// <summary>It names its collation.</summary>
    public bool HasCollation => Has("COLLATE");

    /// <summary>The condition of a CHECK of its own; null when there is none.</summary>
    public string? CheckCondition => IndexOf("CHECK") is >= 0 and var index && index + 1 < Words.Count ? Words[index + 1] : null;

    /// <summary>The values that an ENUM or SET admits; empty for other types.</summary>
    public IReadOnlyList<string> Values =>
        Type is "enum" or "set" ? [.. Value().Matches(Words[0]).Select(match => match.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal))] : [];

    /// <summary>The definition behind the name.</summary>
    public string Definition => string.Join(' ', Words);

    private int Length => int.TryParse(Words[0].AsSpan()[(Words[0].IndexOf('(') + 1)..].TrimEnd(')'), CultureInfo.InvariantCulture, out var length) ? length : 0;

    /// <summary>Takes a definition apart.</summary>
    public static ColumnText Parse(string name, string definition)
    {
        var words = new List<string>();
        var start = 0;
        while (start < definition.Length)
        {
            var end = EndOfWord(definition, start);
            if (end > start)
                words.Add(definition[start..end]);
            start = end + 1;
        }

        return new ColumnText(name.Replace("``", "`", StringComparison.Ordinal), words);
    }

    /// <summary>The same, but it may be NULL.</summary>
    public ColumnText Optional()
    {
        var index = IndexOf("NOT");
        return this with { Words = [.. Words.Take(index), .. Words.Skip(index + 1)] };
    }

    /// <summary>The same, but it must have a value.</summary>
    public ColumnText Required()
    {
        var words = Words.Where((word, index) => !(Is(index, "NULL") && !Is(index - 1, "DEFAULT") && !Is(index - 1, "NOT"))).ToList();
        var without = this with { Words = words };
        if (without.IndexOf("DEFAULT") is >= 0 and var place && without.Is(place + 1, "NULL"))
            words.RemoveRange(place, 2);
        words.InsertRange(without.PlaceOfAttributes(), ["NOT", "NULL"]);
        return this with { Words = words };
    }

    /// <summary>The same, with numbers from the database.</summary>
    public ColumnText Numbered()
    {
        var required = IsRequired ? this : Required();
        var words = required.Words.ToList();
        if (words.FindIndex(word => word.Equals("DEFAULT", StringComparison.OrdinalIgnoreCase)) is >= 0 and var place)
            words.RemoveRange(place, 2);
        words.Insert(words.FindIndex(word => word.Equals("COMMENT", StringComparison.OrdinalIgnoreCase)) is >= 0 and var comment ? comment : words.Count, "AUTO_INCREMENT");
        return this with { Words = words };
    }

    /// <summary>The same, of another type.</summary>
    public ColumnText OfType(string type) => this with { Words = [type, .. Words.Skip(1)] };

    /// <summary>The same, in a character set with a collation.</summary>
    public ColumnText Collated(string charset, string collation)
    {
        var words = Words.ToList();
        Remove("CHARACTER", 3);
        Remove("CHARSET", 2);
        Remove("COLLATE", 2);
        words.InsertRange(1, ["CHARACTER", "SET", charset, "COLLATE", collation]);
        return this with { Words = words };

        void Remove(string word, int count)
        {
            if (words.FindIndex(candidate => candidate.Equals(word, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index)
                words.RemoveRange(index, count);
        }
    }

    /// <summary>The same, without its CHECK.</summary>
    public ColumnText Unchecked() => IndexOf("CHECK") is >= 0 and var index ? this with { Words = [.. Words.Take(index), .. Words.Skip(index + 2)] } : this;

    /// <summary>The type that holds what either holds, where both are texts or both are lists of words; else its own.</summary>
    public string TypeFor(ColumnText reference)
    {
        if (IsText && reference.IsText)
            return Array.IndexOf(TextSizes, Type) >= Array.IndexOf(TextSizes, reference.Type) ? Words[0] : reference.Type;
        if (Type is "varchar" or "char" && reference.IsText)
            return reference.Type;
        if (Type is "varchar" or "char" && reference.Type is "varchar" && Length < reference.Length)
            return $"varchar({reference.Length})";
        return Words[0];
    }

    /// <summary>The ENUM or SET with these words too.</summary>
    public string TypeWith(IEnumerable<string> words)
    {
        var all = Values.Concat(words.Where(word => !Values.Contains(word, StringComparer.OrdinalIgnoreCase)));
        return $"{Type}({string.Join(',', all.Select(word => $"'{word.Replace("'", "''", StringComparison.Ordinal)}'"))})";
    }

    // A word ends at a blank outside of quotes and brackets.
    private static int EndOfWord(string text, int start)
    {
        var depth = 0;
        var quote = '\0';
        for (var index = start; index < text.Length; index++)
        {
            var letter = text[index];
            if (quote != '\0')
            {
                if (letter == '\\' && quote != '`')
                    index++;
                else if (letter == quote)
                    quote = '\0';
            }
            else if (letter is '\'' or '"' or '`')
            {
                quote = letter;
            }
            else if (letter is '(' or ')')
            {
                depth += letter == '(' ? 1 : -1;
            }
            else if (letter == ' ' && depth == 0)
            {
                return index;
            }
        }

        return text.Length;
    }

    private int PlaceOfAttributes()
    {
        var place = 1;
        while (place < Words.Count && Words[place].ToUpperInvariant() is "UNSIGNED" or "ZEROFILL")
            place++;
        if (Is(place, "CHARACTER"))
            place += 3;
        if (Is(place, "COLLATE"))
            place += 2;
        return Math.Min(place, Words.Count);
    }

    private bool Has(string word) => IndexOf(word) >= 0;

    private bool Is(int index, string word) => index >= 0 && index < Words.Count && Words[index].Equals(word, StringComparison.OrdinalIgnoreCase);

    private int IndexOf(string word)
    {
        for (var index = 1; index < Words.Count; index++)
        {
            // What a comment says is no attribute.
            if (Is(index, "COMMENT") && !word.Equals("CHECK", StringComparison.OrdinalIgnoreCase))
                return word.Equals("COMMENT", StringComparison.OrdinalIgnoreCase) ? index : -1;
            if (Is(index, word))
                return index;
        }

        return -1;
    }

    [GeneratedRegex("'((?:[^']|'')*)'")]
    private static partial Regex Value();
}
