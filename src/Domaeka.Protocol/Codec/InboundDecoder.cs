using System.Buffers;
using Domaeka.Protocol.Codec.Inbound;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec;

/// <summary>
/// Server side: decodes the lines of one phone, either dialect, told apart line by line. Whatever the bytes are, the answer is a
/// result, not an exception. One instance per connection; not thread-safe. It remembers a few short strings of the line before,
/// since phones repeat themselves.
/// </summary>
public sealed class InboundDecoder
{
    private readonly InboundParser _parser = new();

    /// <summary>Decodes one line.</summary>
    /// <param name="line">The line without its line end, as <see cref="Framing.LineFramer"/> gives it.</param>
    public DecodeResult<InboundMessage> Decode(in ReadOnlySequence<byte> line) => _parser.Parse(line);

    /// <summary>Decodes one line.</summary>
    /// <param name="line">The line without its line end.</param>
    public DecodeResult<InboundMessage> Decode(ReadOnlySpan<byte> line) => _parser.Parse(line);
}
