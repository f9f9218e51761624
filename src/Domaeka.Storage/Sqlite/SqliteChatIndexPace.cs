namespace Domaeka.Storage.Sqlite;

/// <summary>
/// How many rows of the chat log wait until they enter the index together: many, where they are of few rooms and share pages, few, where each is of
/// a room of its own and every append would wait long for them. Learned from how long it takes. Used by one thread at a time.
/// </summary>
internal sealed class SqliteChatIndexPace
{
    /// <summary>A list looks through those that wait, which takes a few milliseconds.</summary>
    public const int MostRows = 4_096;

    /// <summary>Below this the transactions are as small as those that append.</summary>
    public const int FewestRows = 256;

    /// <summary>What an append may wait for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    /// <summary>How many are to wait now.</summary>
    public int Rows { get; private set; } = MostRows;

    /// <summary>Rows have entered the index.</summary>
    /// <param name="rows">How many; at least 1.</param>
    /// <param name="took">How long that took.</param>
    public void Note(long rows, TimeSpan took)
    {
        var expected = took * ((double)Rows / rows);
        if (expected > Patience)
            Rows = Math.Max(FewestRows, Rows / 2);
        else if (expected < Patience / 4)
            Rows = Math.Min(MostRows, Rows * 2);
    }
}
