using Domaeka.Protocol.Codec;

namespace Domaeka.Protocol.Compression;

/// <summary>How <see cref="LineCompressor"/> has written a line.</summary>
/// <param name="Encoding">Whether the line was written. Unless it is <see cref="EncodeResult.Written"/>, nothing was.</param>
/// <param name="PlainBytes">How long the line is uncompressed, line end included; 0 when it was written as it is.</param>
/// <param name="SentBytes">How long the compressed line is, line end included; 0 when it was written as it is.</param>
public readonly record struct CompressionResult(EncodeResult Encoding, long PlainBytes = 0, long SentBytes = 0)
{
    /// <summary>True when the line was written compressed.</summary>
    public bool IsCompressed => SentBytes > 0;
}
