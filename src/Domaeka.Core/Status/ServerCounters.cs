namespace Domaeka.Core.Status;

/// <summary>What has happened since the start.</summary>
internal sealed class ServerCounters
{
    private long _lines;
    private long _replies;

    public long Lines => Interlocked.Read(ref _lines);

    public long Replies => Interlocked.Read(ref _replies);

    public void CountLine() => Interlocked.Increment(ref _lines);

    public void CountReply() => Interlocked.Increment(ref _replies);
}
