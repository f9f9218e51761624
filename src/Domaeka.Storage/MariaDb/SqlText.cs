using System.Buffers;
using System.Globalization;
using System.Text;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// Builds statements of many rows, whose values stand in the text itself: a parameter for each of ten thousand values would cost more than the
/// server's work. Texts are quoted here and nowhere else.
/// </summary>
internal sealed class SqlText
{
    // A NUL may stand in a text as it is, but not every tool that reads a log of statements bears it.
    private static readonly SearchValues<char> Special = SearchValues.Create("'\\\0");

    private readonly StringBuilder _text = new(1024);
    private bool _isFirstValue;

    /// <summary>How many UTF-16 units it has.</summary>
    public int Length => _text.Length;

    /// <summary>Adds SQL as it is; never for what comes from outside.</summary>
    public SqlText Raw(string sql)
    {
        _text.Append(sql);
        return this;
    }

    /// <summary>Begins a row, <c>(</c>.</summary>
    public SqlText Open()
    {
        _text.Append('(');
        _isFirstValue = true;
        return this;
    }

    /// <summary>Ends a row, <c>)</c>.</summary>
    public SqlText Close()
    {
        _text.Append(')');
        return this;
    }

    /// <summary>Begins a list of values without a bracket.</summary>
    public SqlText List()
    {
        _isFirstValue = true;
        return this;
    }

    /// <summary>Adds a text, or NULL. Half a surrogate pair becomes U+FFFD on its way to the server.</summary>
    public SqlText Value(string? text)
    {
        Separate();
        if (text is null)
        {
            _text.Append("NULL");
            return this;
        }

        _text.Append('\'');
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Special) is >= 0 and var index)
        {
            _text.Append(rest[..index]).Append(rest[index] switch { '\'' => "''", '\\' => @"\\", _ => @"\0" });
            rest = rest[(index + 1)..];
        }

        _text.Append(rest).Append('\'');
        return this;
    }

    /// <summary>Adds a whole number.</summary>
    public SqlText Value(long number)
    {
        Separate();
        _text.Append(CultureInfo.InvariantCulture, $"{number}");
        return this;
    }

    /// <summary>Adds a whole number, or NULL.</summary>
    public SqlText Value(long? number) => number is { } known ? Value(known) : Value((string?)null);

    /// <summary>Adds 0 or 1.</summary>
    public SqlText Value(bool flag) => Value(flag ? 1L : 0L);

    /// <summary>Adds a time in UTC, to the millisecond, or NULL.</summary>
    public SqlText Value(DateTimeOffset? time)
    {
        if (time is not { } known)
            return Value((string?)null);

        Separate();
        Span<byte> utf8 = stackalloc byte[StoredTime.Length];
        Span<char> text = stackalloc char[StoredTime.Length];
        StoredTime.Write(known, utf8);
        Encoding.ASCII.GetChars(utf8, text);
        _text.Append('\'').Append(text).Append('\'');
        return this;
    }

    /// <summary>Empties it.</summary>
    public void Clear() => _text.Clear();

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Separate()
    {
        if (!_isFirstValue)
            _text.Append(", ");
        _isFirstValue = false;
    }
}
