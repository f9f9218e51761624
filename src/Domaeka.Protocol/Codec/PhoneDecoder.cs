using System.Buffers;
using Domaeka.Protocol.Codec.Outbound;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec;

/// <summary>
/// Phone side: decodes the server's lines as a script of one dialect reads them, and says
/// <see cref="DecodeError.DroppedByPhone"/> where it would drop them. Stricter than the scripts where they are careless, so that
/// a test notices what a phone would garble. One instance per connection; not thread-safe.
/// </summary>
/// <param name="dialect">The dialect of the phone that is played.</param>
public sealed class PhoneDecoder(WireDialect dialect)
{
    private readonly OutboundParser _parser = new(dialect);

    /// <summary>The dialect of the phone that is played.</summary>
    public WireDialect Dialect { get; } = dialect;

    /// <summary>Decodes one line.</summary>
    /// <param name="line">The line without its line end.</param>
    public DecodeResult<OutboundLine> Decode(in ReadOnlySequence<byte> line) => _parser.Parse(line);

    /// <summary>Decodes one line.</summary>
    /// <param name="line">The line without its line end.</param>
    public DecodeResult<OutboundLine> Decode(ReadOnlySpan<byte> line) => _parser.Parse(line);
}
