namespace Domaeka.Adapters.Tcp.Inbound;

/// <summary>Counts what a phone sends, and how much of it in a row is of no use. Owned by the session.</summary>
internal sealed class BadLines(TcpOptions options)
{
    private int _badInRow;
    private int _oversizeInRow;

    /// <summary>Lines received, the unusable ones too.</summary>
    public long Received { get; private set; }

    /// <summary>Of those: not passed on.</summary>
    public long Dropped { get; private set; }

    /// <summary>A line that is well-formed.</summary>
    public void CountGood()
    {
        Received++;
        _badInRow = 0;
        _oversizeInRow = 0;
    }

    /// <summary>A well-formed line, counted already, that does not count as its phone's own.</summary>
    public void CountDropped() => Dropped++;

    /// <summary>A line that cannot be decoded. False when there were too many in a row.</summary>
    public bool TryCountBad()
    {
        Received++;
        Dropped++;
        return ++_badInRow < options.MaxBadLinesInRow;
    }

    /// <summary>A line that was skipped for its length. False when there were too many in a row.</summary>
    public bool TryCountOversize()
    {
        _oversizeInRow++;
        return TryCountBad() && _oversizeInRow < options.MaxOversizeLinesInRow;
    }

    /// <summary>Bad lines in a row, for the log.</summary>
    public int InRow => _badInRow;
}
