namespace Domaeka.Adapters.Tcp.Limits;

/// <summary>How much one connection may still send. Costs no timer and no memory while it stays within its limits. Owned by the session.</summary>
internal sealed class InboundRate(PhoneLimitOptions options, TimeProvider time)
{
    // Below this a flood would be answered by a flood of timers.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);

    // Between two looks at whether the connection is to end.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);

    private TokenBucket _lines = new(options.LinesPerSecond, options.LineBurst, time);
    private TokenBucket _bytes = new(options.BytesPerSecond, options.ByteBurst, time);

    /// <summary>True when the server is not to read on.</summary>
    public bool IsExhausted => _lines.IsInDebt || _bytes.IsInDebt;

    /// <summary>Bytes have arrived.</summary>
    public void CountBytes(long bytes, long now)
    {
        _lines.Fill(now);
        _bytes.Fill(now);
        _bytes.Take(bytes);
    }

    /// <summary>A line is taken.</summary>
    public void CountLine() => _lines.Take(1);

    /// <summary>How long to wait before looking again; zero when the server may read on.</summary>
    public TimeSpan NextWait()
    {
        var now = time.GetTimestamp();
        _lines.Fill(now);
        _bytes.Fill(now);
        var debt = _lines.Debt > _bytes.Debt ? _lines.Debt : _bytes.Debt;
        if (debt == TimeSpan.Zero)
            return debt;
        return debt < ShortestWait ? ShortestWait : debt > LongestWait ? LongestWait : debt;
    }
}
