using System.Data.Common;
using Dapper;

namespace Domaeka.Storage.MariaDb;

/// <summary>In what <c>kb_chat_logs</c> of this database differs from that of another, after migration.</summary>
/// <param name="RoomIndex">The index over channel and bot.</param>
/// <param name="IsExact">Channel and bot are compared by their bytes.</param>
/// <param name="Widths">How many characters its text columns hold, by name; those without a bound worth a thought are missing.</param>
internal sealed record MariaDbChatTable(string RoomIndex, bool IsExact, IReadOnlyDictionary<string, int> Widths)
{
    /// <summary>The rows of a room, by parameters <c>@channel</c> and <c>@bot</c>.</summary>
    /// <remarks>The index is named: the server would rather go through all rows backwards than trust that few are enough.</remarks>
    public string OfRoom => "channel_id = @channel AND bot_name = @bot"
        + (IsExact ? "" : " AND CAST(channel_id AS BINARY) = CAST(@channel AS BINARY) AND CAST(bot_name AS BINARY) = CAST(@bot AS BINARY)");

    /// <summary>Finds out.</summary>
    public static async Task<MariaDbChatTable> ReadAsync(DbConnection connection)
    {
        const string Where = "WHERE table_schema = DATABASE() AND table_name = 'kb_chat_logs'";
        var indexes = await connection.QueryAsync<(string Name, long Place, string Column)>(
            $"SELECT index_name, seq_in_index, column_name FROM information_schema.statistics {Where} ORDER BY index_name, seq_in_index");
        var room = indexes.GroupBy(row => row.Name)
            .First(index => index.Select(row => row.Column.ToLowerInvariant()).Take(3).SequenceEqual(["channel_id", "bot_name", "id"])).Key;
        var columns = (await connection.QueryAsync<(string Name, string Type, long? Length, string? Collation)>(
            $"SELECT lower(column_name), data_type, character_maximum_length, collation_name FROM information_schema.columns {Where}")).ToList();
        return new MariaDbChatTable(
            room,
            columns.Where(column => column.Name is "channel_id" or "bot_name").All(column => column.Collation?.EndsWith("_bin", StringComparison.Ordinal) == true),
            columns.Where(column => column.Type is "varchar" or "char").ToDictionary(column => column.Name, column => (int)column.Length!));
    }

    /// <summary>
    /// A text cut to what its column holds: a name that is longer than people's names are must not keep what was said from being stored.
    /// </summary>
    public string? Fit(string column, string? text)
    {
        if (text is null || !Widths.TryGetValue(column, out var width) || text.Length <= width)
            return text;

        // The server counts characters, and a surrogate pair is one.
        var (characters, place) = (0, 0);
        while (place < text.Length && characters < width)
        {
            place += char.IsHighSurrogate(text[place]) && place + 1 < text.Length && char.IsLowSurrogate(text[place + 1]) ? 2 : 1;
            characters++;
        }

        return text[..place];
    }
}
