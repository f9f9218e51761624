namespace Domaeka.Storage.MariaDb;

/// <summary>What a server admits and how it numbers rows.</summary>
/// <param name="MaxPacketBytes">The longest statement (<c>max_allowed_packet</c>).</param>
/// <param name="NumberStep">From one number to the next (<c>auto_increment_increment</c>).</param>
internal sealed record MariaDbLimits(long MaxPacketBytes, long NumberStep)
{
    private const int MostCharacters = 4 * 1024 * 1024;

    /// <summary>How many UTF-16 units end a statement of many rows: each is three bytes at most, and a row that goes beyond must fit as well.</summary>
    public int StatementCharacters => (int)Math.Clamp(MaxPacketBytes / 8, 64 * 1024, MostCharacters);
}
