using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Domaeka.Api.Resources;

/// <summary>
/// One id inside a resource name. Only <c>%</c> and <c>/</c> are escaped, since those two would change how a name is taken
/// apart; bot names and name-based room ids hold blanks and Korean, which stay readable.
/// </summary>
internal static class ResourceId
{
    /// <summary>Writes an id for a resource name.</summary>
    public static string Encode(string id) => id.AsSpan().ContainsAny('%', '/')
        ? id.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal)
        : id;

    /// <summary>
    /// Reads an id; false when it is empty, holds a control character, or a <c>%</c> that does not begin an escape of valid UTF-8.
    /// </summary>
    /// <remarks>Any escape is read, so that a caller who escapes more than needed (as URL libraries do) is understood too.</remarks>
    public static bool TryDecode(ReadOnlySpan<char> encoded, [NotNullWhen(true)] out string? id)
    {
        id = null;
        if (encoded.IsEmpty)
            return false;

        if (!encoded.Contains('%'))
            id = encoded.ToString();
        else if (!TryUnescape(encoded, out id))
            return false;

        foreach (var character in id)
        {
            if (char.IsControl(character))
            {
                id = null;
                return false;
            }
        }

        return true;
    }

    private static bool TryUnescape(ReadOnlySpan<char> encoded, [NotNullWhen(true)] out string? id)
    {
        id = null;
        var bytes = new List<byte>(encoded.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%')
            {
                if (i + 2 >= encoded.Length || !char.IsAsciiHexDigit(encoded[i + 1]) || !char.IsAsciiHexDigit(encoded[i + 2]))
                    return false;
                bytes.Add(Convert.FromHexString(encoded.Slice(i + 1, 2))[0]);
                i += 2;
                continue;
            }

            if (Rune.DecodeFromUtf16(encoded[i..], out var rune, out var consumed) != System.Buffers.OperationStatus.Done)
                return false;
            bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
            i += consumed - 1;
        }

        try
        {
            id = StrictUtf8.GetString([.. bytes]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
