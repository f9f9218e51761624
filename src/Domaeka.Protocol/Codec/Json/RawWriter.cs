using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Domaeka.Protocol.Codec.Json;

/// <summary>Writes content behind the JSON, straight into the output.</summary>
internal static class RawWriter
{
    /// <summary>Bytes per piece of Base64: a multiple of 3, so that padding comes only at the end.</summary>
    private const int PieceBytes = 12 * 1024;

    /// <summary>Length of the Base64 of a text's UTF-8.</summary>
    public static int Base64Length(string text) => Base64.GetMaxEncodedToUtf8Length(Encoding.UTF8.GetByteCount(text));

    /// <summary>Writes the Base64 of a text's UTF-8; encoded in place, so without a buffer of its own.</summary>
    public static void WriteBase64(IBufferWriter<byte> output, string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        var span = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes));
        Encoding.UTF8.GetBytes(text, span);
        Base64.EncodeToUtf8InPlace(span, bytes, out var written);
        output.Advance(written);
    }

    /// <summary>Writes the Base64 of bytes.</summary>
    public static void WriteBase64(IBufferWriter<byte> output, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var piece = data[..Math.Min(PieceBytes, data.Length)];
            var span = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(piece.Length));
            Base64.EncodeToUtf8(piece, span, out _, out var written);
            output.Advance(written);
            data = data[piece.Length..];
        }
    }

    /// <summary>Writes text as it is. The caller has made sure that no line break is in it.</summary>
    public static void WriteText(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
