using System.Text;

namespace MySqlConnector.Protocol.Values;

/// <summary>Dates in the text protocol: YYYY-MM-DD, and HH:MM:SS with up to six more digits behind it.</summary>
internal static class TextDateTime
{
    private const int DateLength = 10;
    private const int SecondsLength = 19;

    public static MySqlDateTime Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length < DateLength || text[4] != '-' || text[7] != '-')
            throw Wrong(text);
        var year = Digits(text, 0, 4);
        var month = Digits(text, 5, 2);
        var day = Digits(text, 8, 2);
        if (text.Length == DateLength)
            return new MySqlDateTime(year, month, day, 0, 0, 0, 0);

        if (text.Length < SecondsLength || text[10] is not ((byte)' ' or (byte)'T') || text[13] != ':' || text[16] != ':')
            throw Wrong(text);
        var microsecond = 0;
        if (text.Length > SecondsLength)
        {
            if (text[SecondsLength] != '.' || text.Length > SecondsLength + 7)
                throw Wrong(text);
            microsecond = TextTime.Fraction(text[(SecondsLength + 1)..]);
        }

        return new MySqlDateTime(year, month, day, Digits(text, 11, 2), Digits(text, 14, 2), Digits(text, 17, 2), microsecond);
    }

    private static int Digits(ReadOnlySpan<byte> text, int start, int count)
    {
        var value = 0;
        foreach (var digit in text.Slice(start, count))
        {
            if (!char.IsAsciiDigit((char)digit))
                throw Wrong(text);
            value = value * 10 + digit - '0';
        }

        return value;
    }

    private static FormatException Wrong(ReadOnlySpan<byte> text) =>
        new($"'{Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)])}' is no date.");
}
