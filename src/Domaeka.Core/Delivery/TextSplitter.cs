namespace Domaeka.Core.Delivery;

/// <summary>Cuts a long text into messages that a room can show.</summary>
internal static class TextSplitter
{
    /// <summary>
    /// Splits at the last line end that fits, which is left out; where a single line is too long, at the limit, but never through a
    /// surrogate pair. Parts that would be empty are left out.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="maxLength">Most UTF-16 units of a part, 2 or more.</param>
    public static IEnumerable<string> Split(string text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 2);
        var start = 0;
        while (text.Length - start > maxLength)
        {
            // One more character than fits: a line end right behind a full part is a fine place to cut.
            var lineEnd = text.LastIndexOf('\n', start + maxLength, maxLength + 1);
            var end = lineEnd >= start ? lineEnd : start + maxLength;
            if (lineEnd < start && char.IsHighSurrogate(text[end - 1]))
                end--;

            if (end > start)
                yield return text[start..end];
            start = lineEnd >= start ? end + 1 : end;
        }

        if (start < text.Length)
            yield return text[start..];
    }
}
