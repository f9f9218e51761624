namespace Domaeka.Core.Outbox.Lanes;

/// <summary>The order in which messages go: by rank, then by acceptance.</summary>
internal sealed class RankOrder : IComparer<PendingMessage>
{
    public static readonly RankOrder Instance = new();

    public int Compare(PendingMessage? x, PendingMessage? y)
    {
        var byRank = x!.Rank.CompareTo(y!.Rank);
        return byRank != 0 ? byRank : x.Sequence.CompareTo(y.Sequence);
    }
}
