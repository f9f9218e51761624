using System.Buffers;
using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Codec.Outbound;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec;

/// <summary>Server side: writes lines for a phone in its dialect. One instance per connection; not thread-safe.</summary>
/// <param name="timezone">IANA name sent with every v3.3 line. (default: <c>Asia/Seoul</c>)</param>
public sealed class OutboundEncoder(string timezone = "Asia/Seoul")
{
    private readonly LineWriter _writer = new();

    /// <summary>Writes one line, line end included.</summary>
    /// <param name="line">What to say.</param>
    /// <param name="dialect">The dialect of the phone.</param>
    /// <param name="time">Time of sending; v3.3 lines carry it.</param>
    /// <param name="output">Takes the line, unless something else than <see cref="EncodeResult.Written"/> is returned.</param>
    public EncodeResult Encode(OutboundLine line, WireDialect dialect, DateTimeOffset time, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(output);
        var stamp = dialect == WireDialect.V33 ? new LineStamp(time, timezone) : (LineStamp?)null;
        switch (line)
        {
            case TextLine text:
                return ResponseWriter.Write(_writer, text, stamp, output);
            case MediaLine media:
                return ResponseWriter.Write(_writer, media, stamp, output);
            case PingLine ping:
                ControlWriter.Write(_writer, ping, stamp, output);
                return EncodeResult.Written;
            case HandshakeCompleteLine complete:
                ControlWriter.Write(_writer, complete, stamp, output);
                return EncodeResult.Written;
            case ServerShutdownLine shutdown:
                ControlWriter.Write(_writer, shutdown, stamp, output);
                return EncodeResult.Written;
            case ServerMigrationLine migration:
                ControlWriter.Write(_writer, migration, stamp, output);
                return EncodeResult.Written;
            default:
                return EncodeResult.NotEncodable;
        }
    }
}
