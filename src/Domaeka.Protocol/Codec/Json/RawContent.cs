using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Domaeka.Protocol.Codec.Json;

/// <summary>The content behind the JSON of a v3.3 line.</summary>
internal static class RawContent
{
    private const int StackBytes = 1024;

    /// <summary>Length in UTF-16 units, the unit of <see cref="Positions"/>. The content is valid UTF-8.</summary>
    public static int Length(ReadOnlySpan<byte> raw) => Ascii.IsValid(raw) ? raw.Length : Encoding.UTF8.GetCharCount(raw);

    /// <summary>Decodes Base64 of UTF-8 text.</summary>
    public static DecodeError TryDecodeText(ReadOnlySpan<byte> base64, out string text)
    {
        const int MaxUtf8BytesPerUnit = 3;
        text = "";
        var capacity = Base64.GetMaxDecodedFromUtf8Length(base64.Length);
        byte[]? rented = null;
        var bytes = capacity <= StackBytes
            ? stackalloc byte[StackBytes]
            : (rented = ArrayPool<byte>.Shared.Rent(capacity));
        try
        {
            if (Base64.DecodeFromUtf8(base64, bytes, out _, out var length) != OperationStatus.Done)
                return DecodeError.InvalidBase64;

            return length > WireLimits.MaxTextUnits * MaxUtf8BytesPerUnit
                ? DecodeError.TextTooLong
                : TryTakeText(bytes[..length], out text);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Takes UTF-8 as text of bounded length.</summary>
    public static DecodeError TryTakeText(ReadOnlySpan<byte> utf8, out string text)
    {
        text = "";
        if (!Utf8.IsValid(utf8))
            return DecodeError.InvalidUtf8;
        if (Length(utf8) > WireLimits.MaxTextUnits)
            return DecodeError.TextTooLong;

        text = Encoding.UTF8.GetString(utf8);
        return DecodeError.None;
    }
}
