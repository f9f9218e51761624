using System.Buffers.Text;

namespace Domaeka.Storage.EncryptedSettings;

/// <summary>base64url with padding (RFC 4648, section 5), in its one canonical form.</summary>
internal static class FernetText
{
    private const int GroupLength = 4;

    /// <summary>The text of these bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = Base64Url.EncodeToString(bytes);
        return text.PadRight((text.Length + GroupLength - 1) / GroupLength * GroupLength, '=');
    }

    /// <summary>
    /// False for anything that <see cref="Encode"/> would not have written, such as bits behind the last byte that are not zero: two texts
    /// never mean the same bytes.
    /// </summary>
    public static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length % GroupLength != 0 || text.Any(character => character != '=' && !IsOfAlphabet(character)))
            return false;

        var buffer = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        try
        {
            if (!Base64Url.TryDecodeFromChars(text, buffer, out var written))
                return false;
            bytes = buffer[..written];
        }
        catch (FormatException)
        {
            return false;
        }

        return Encode(bytes) == text;
    }

    private static bool IsOfAlphabet(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';
}
