using System.Buffers;
using System.IO.Pipelines;
using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;

namespace Domaeka.Adapters.Tcp.Outbound;

/// <summary>
/// Writes lines into one phone's transport in its dialect, long ones compressed when it reads that. Works on the thread of the phone's one writer, so
/// that compressing holds up no other phone.
/// </summary>
internal sealed class PhoneLineWriter(PipeWriter output, PhoneConnection phone, PhoneServices services)
{
    private OutboundEncoder? _encoder;

    /// <summary>Writes a line.</summary>
    /// <param name="line">Which.</param>
    /// <param name="upperBound">No line of it is longer, in bytes.</param>
    public EncodeResult Write(OutboundLine line, long upperBound)
    {
        if (services.Compressor is not { } compressor
            || upperBound < compressor.MinimumLineBytes
            || !phone.Capabilities.HasFlag(PhoneCapabilities.Gzip))
        {
            return Encode(line, output);
        }

        var result = compressor.Encode(Encoder, line, phone.Dialect, services.Time.GetUtcNow(), output);
        if (result.IsCompressed)
            services.Metrics.CountCompressed(result.PlainBytes, result.SentBytes);
        return result.Encoding;
    }

    /// <summary>How long the line is, uncompressed: that is what the phone has to hold.</summary>
    public long Measure(OutboundLine line)
    {
        using var counter = new CountingBufferWriter();
        Encode(line, counter);
        return counter.Count;
    }

    private OutboundEncoder Encoder => _encoder ??= new OutboundEncoder();

    private EncodeResult Encode(OutboundLine line, IBufferWriter<byte> target) =>
        Encoder.Encode(line, phone.Dialect, services.Time.GetUtcNow(), target);
}
