using System.Buffers;
using Domaeka.Protocol.Codec.Inbound;
using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec;

/// <summary>Phone side: writes lines as a script of one dialect sends them. One instance per connection; not thread-safe.</summary>
/// <param name="dialect">
/// The dialect of the lines. A handshake in <see cref="WireDialect.Legacy"/> is flat, whatever version it names, which is what
/// the early 3.3.0 sends.
/// </param>
public sealed class PhoneEncoder(WireDialect dialect)
{
    private readonly LineWriter _writer = new();

    /// <summary>The dialect of the lines.</summary>
    public WireDialect Dialect { get; } = dialect;

    /// <summary>Writes one line, line end included.</summary>
    /// <param name="message">
    /// What to say. Its <c>Timestamp</c> is sent as it stands; its <c>Auth</c> is not signed here, see
    /// <see cref="Signing.PhoneSigner"/>. What the dialect has no key for is left out.
    /// </param>
    /// <param name="output">Takes the line, unless something else than <see cref="EncodeResult.Written"/> is returned.</param>
    public EncodeResult Encode(InboundMessage message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(output);
        switch (message)
        {
            case ChatMessage chat when Dialect == WireDialect.Legacy:
                return ChatWriter.WriteLegacy(_writer, chat, output);
            case ChatMessage chat:
                return ChatWriter.WriteV33(_writer, chat, output);
            case PingReply reply:
                PhoneControlWriter.Write(_writer, reply, Dialect, output);
                return EncodeResult.Written;
            case HandshakeMessage handshake:
                PhoneControlWriter.Write(_writer, handshake, Dialect, output);
                return EncodeResult.Written;
            default:
                return EncodeResult.NotEncodable;
        }
    }
}
