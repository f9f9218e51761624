namespace Domaeka.Adapters.Tcp.Limits;

/// <summary>
/// So much per second in the long run, so much at once. What was used beyond that is a debt: since it is only known how much a phone has sent
/// when it is there, the answer is to take nothing more until the debt is paid. Not thread-safe.
/// </summary>
internal struct TokenBucket
{
    private readonly TimeProvider _time;
    private readonly double _perSecond;
    private readonly double _burst;
    private double _level;
    private long _filledAt;

    /// <summary>Makes a full one.</summary>
    /// <param name="perSecond">The rate; 0 means that there is no limit.</param>
    /// <param name="burst">How much it holds.</param>
    /// <param name="time">The clock.</param>
    public TokenBucket(double perSecond, double burst, TimeProvider time)
    {
        _time = time;
        _perSecond = perSecond;
        _burst = burst;
        _level = burst;
        _filledAt = time.GetTimestamp();
    }

    /// <summary>True when nothing more is to be taken.</summary>
    public readonly bool IsInDebt => _level < 0;

    /// <summary>How long until the debt is paid; zero when there is none.</summary>
    public readonly TimeSpan Debt => _level < 0 ? TimeSpan.FromSeconds(-_level / _perSecond) : TimeSpan.Zero;

    /// <summary>Uses some of it.</summary>
    public void Take(long amount)
    {
        if (_perSecond > 0)
            _level -= amount;
    }

    /// <summary>Fills in what the time has brought.</summary>
    public void Fill(long now)
    {
        if (_perSecond > 0)
            _level = Math.Min(_burst, _level + (_time.GetElapsedTime(_filledAt, now).TotalSeconds * _perSecond));
        _filledAt = now;
    }
}
