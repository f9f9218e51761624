using Domaeka.Adapters.Tcp.Telemetry;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>
/// What goes over one connection, also counted into the sum over all of them. Each direction is counted by its one reader or writer, without a lock; anybody may look at any time.
/// </summary>
internal sealed class Traffic(PhoneMetrics metrics)
{
    private long _inboundLines;
    private long _inboundBytes;
    private long _outboundLines;
    private long _outboundBytes;

    /// <summary>Lines from the phone, blank and unusable ones too.</summary>
    public long InboundLines => Volatile.Read(ref _inboundLines);

    /// <summary>Bytes from the phone.</summary>
    public long InboundBytes => Volatile.Read(ref _inboundBytes);

    /// <summary>Lines that the transport has taken.</summary>
    public long OutboundLines => Volatile.Read(ref _outboundLines);

    /// <summary>Bytes that the transport has taken.</summary>
    public long OutboundBytes => Volatile.Read(ref _outboundBytes);

    /// <summary>A line was cut from what the phone sends.</summary>
    public void CountInboundLine()
    {
        Volatile.Write(ref _inboundLines, _inboundLines + 1);
        metrics.CountInboundLine();
    }

    /// <summary>Bytes of the phone were read.</summary>
    public void CountInboundBytes(long bytes)
    {
        Volatile.Write(ref _inboundBytes, _inboundBytes + bytes);
        metrics.CountInboundBytes(bytes);
    }

    /// <summary>Bytes were handed to the transport.</summary>
    public void CountOutbound(int lines, long bytes)
    {
        Volatile.Write(ref _outboundLines, _outboundLines + lines);
        Volatile.Write(ref _outboundBytes, _outboundBytes + bytes);
        metrics.CountOutbound(lines, bytes);
    }
}
