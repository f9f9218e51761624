using System.Buffers;
using Domaeka.Protocol.Codec.Outbound;
using Domaeka.Protocol.Compression;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec;

/// <summary>
/// Phone side: decodes the server's lines as a script of one dialect reads them, and says
/// <see cref="DecodeError.DroppedByPhone"/> where it would drop them. Stricter than the scripts where they are careless, so that
/// a test notices what a phone would garble. One instance per connection; not thread-safe.
/// </summary>
/// <param name="dialect">The dialect of the phone that is played.</param>
/// <param name="capabilities">
/// What it has declared: with <see cref="PhoneCapabilities.Gzip"/> compressed lines are expanded, and else they are unknown to it. (default: none)
/// </param>
/// <param name="maxExpandedBytes">
/// Longest line that is expanded, in bytes without its line end; at least 1. (default: <see cref="WireLimits.MaxDecodableBytes"/>)
/// </param>
public sealed class PhoneDecoder(
    WireDialect dialect, PhoneCapabilities capabilities = PhoneCapabilities.None, int maxExpandedBytes = WireLimits.MaxDecodableBytes)
{
    private const string Gzip = "gzip";

    private readonly OutboundParser _parser = new(dialect, capabilities.HasFlag(PhoneCapabilities.Gzip));
    private readonly int _maxExpandedBytes = Math.Max(1, maxExpandedBytes);

    /// <summary>The dialect of the phone that is played.</summary>
    public WireDialect Dialect { get; } = dialect;

    /// <summary>How many lines were expanded.</summary>
    public long ExpandedLines { get; private set; }

    /// <summary>Decodes one line.</summary>
    /// <param name="line">The line without its line end.</param>
    public DecodeResult<OutboundLine> Decode(in ReadOnlySequence<byte> line) => Expand(_parser.Parse(line));

    /// <summary>Decodes one line.</summary>
    /// <param name="line">The line without its line end.</param>
    public DecodeResult<OutboundLine> Decode(ReadOnlySpan<byte> line) => Expand(_parser.Parse(line));

    private DecodeResult<OutboundLine> Expand(DecodeResult<OutboundLine> result)
    {
        if (result.Message is not CompressedLine outer)
            return result;
        if (outer.Encoding != Gzip)
            return DecodeResult<OutboundLine>.Failure(DecodeError.UnknownEncoding);
        if (LineExpander.TryExpand(outer.Content, outer.Bytes, _maxExpandedBytes, out var line) is var error && line is null)
            return DecodeResult<OutboundLine>.Failure(error);

        try
        {
            var inner = _parser.Parse(line.AsSpan(0, outer.Bytes));
            if (inner.Message is CompressedLine)
                return DecodeResult<OutboundLine>.Failure(DecodeError.InvalidCompression);
            ExpandedLines++;
            return inner;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(line);
        }
    }
}
