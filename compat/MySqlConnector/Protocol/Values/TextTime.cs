using System.Text;

namespace MySqlConnector.Protocol.Values;

/// <summary>Times in the text protocol: [-]HHH:MM:SS with up to six more digits behind it; up to 838 hours.</summary>
internal static class TextTime
{
    public static TimeSpan Parse(ReadOnlySpan<byte> text)
    {
        var rest = text;
        var isNegative = rest is [(byte)'-', ..];
        if (isNegative)
            rest = rest[1..];
        var hours = Take(ref rest, text);
        var minutes = Colon(ref rest) ? Take(ref rest, text) : throw Wrong(text);
        var seconds = Colon(ref rest) ? Take(ref rest, text) : throw Wrong(text);
        var microseconds = 0;
        if (rest is [(byte)'.', ..])
        {
            microseconds = Fraction(rest[1..]);
            rest = default;
        }

        if (!rest.IsEmpty || minutes > 59 || seconds > 59)
            throw Wrong(text);
        var value = new TimeSpan(hours, minutes, seconds) + TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
        return isNegative ? -value : value;
    }

    /// <summary>Microseconds of the digits behind the point.</summary>
    public static int Fraction(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        for (var i = 0; i < 6; i++)
        {
            var digit = i < digits.Length ? digits[i] - '0' : 0;
            if (digit is < 0 or > 9)
                throw Wrong(digits);
            value = value * 10 + digit;
        }

        return value;
    }

    private static int Take(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> whole)
    {
        var value = 0;
        var count = 0;
        while (count < rest.Length && count < 5 && char.IsAsciiDigit((char)rest[count]))
            value = value * 10 + rest[count++] - '0';
        if (count == 0)
            throw Wrong(whole);
        rest = rest[count..];
        return value;
    }

    private static bool Colon(ref ReadOnlySpan<byte> rest)
    {
        if (rest is not [(byte)':', ..])
            return false;
        rest = rest[1..];
        return true;
    }

    private static FormatException Wrong(ReadOnlySpan<byte> text) =>
        new($"'{Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)])}' is no time.");
}
