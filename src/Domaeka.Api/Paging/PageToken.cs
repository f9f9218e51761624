using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Domaeka.Api.Paging;

/// <summary>
/// An opaque page token: where the page before ended, sealed to the listing and its filter, so that a token of another
/// listing, a mistyped or a cut one is told apart from a good one. It is no secret: whoever may list may also guess it.
/// </summary>
internal static class PageToken
{
    /// <summary>Longest token that is looked at, in characters.</summary>
    public const int MaxLength = 1_024;

    private const int SealLength = 8;
    private const char Separator = '\u001f';

    /// <summary>Writes a token.</summary>
    /// <param name="filter">The listing and everything that narrows it.</param>
    /// <param name="position">The key of the last item of the page.</param>
    public static string Write(IReadOnlyList<string> filter, IReadOnlyList<string> position)
    {
        var body = Encoding.UTF8.GetBytes(string.Join(Separator, position));
        return Base64Url.EncodeToString([.. Seal(filter, body), .. body]);
    }

    /// <summary>Reads a token; false when it was not written by <see cref="Write"/> for this filter and this many key parts.</summary>
    public static bool TryRead(
        string token, IReadOnlyList<string> filter, int parts, [NotNullWhen(true)] out string[]? position)
    {
        position = null;
        if (token.Length > MaxLength || !Base64Url.IsValid(token))
            return false;

        var bytes = Base64Url.DecodeFromChars(token);
        if (bytes.Length <= SealLength)
            return false;

        var body = bytes.AsSpan(SealLength);
        if (!CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, SealLength), Seal(filter, body)))
            return false;

        position = Encoding.UTF8.GetString(body).Split(Separator);
        return position.Length == parts;
    }

    private static ReadOnlySpan<byte> Seal(IReadOnlyList<string> filter, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in filter)
            hash.AppendData(Encoding.UTF8.GetBytes(part + Separator));
        hash.AppendData(body);
        return hash.GetHashAndReset().AsSpan(0, SealLength);
    }
}
