using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Domaeka.Core.Events;

namespace Domaeka.Api.Events;

/// <summary>
/// A place in the feed as callers keep it: opaque, and with a checksum, so that a mistyped or cut one is told apart from a good one. It is no
/// secret.
/// </summary>
internal static class ResumeToken
{
    /// <summary>Length of every token in characters.</summary>
    public const int Length = 34;

    private const byte Version = 1;
    private const int SealLength = 8;
    private const int BodyLength = 1 + (2 * sizeof(long));

    public static string Write(FeedPosition position)
    {
        Span<byte> bytes = stackalloc byte[BodyLength + SealLength];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], position.EventId);
        BinaryPrimitives.WriteInt64BigEndian(bytes[(1 + sizeof(long))..], position.ChatId);
        SHA256.HashData(bytes[..BodyLength])[..SealLength].CopyTo(bytes[BodyLength..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>False for anything that <see cref="Write"/> did not write.</summary>
    public static bool TryRead(string token, [NotNullWhen(true)] out FeedPosition? position)
    {
        position = null;
        if (token.Length != Length || !Base64Url.IsValid(token))
            return false;

        var bytes = Base64Url.DecodeFromChars(token).AsSpan();
        if (bytes[0] != Version || !SHA256.HashData(bytes[..BodyLength])[..SealLength].AsSpan().SequenceEqual(bytes[BodyLength..]))
            return false;

        position = new FeedPosition(
            BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), BinaryPrimitives.ReadInt64BigEndian(bytes[(1 + sizeof(long))..]));
        return position.Value is { EventId: >= 0, ChatId: >= 0 };
    }
}
