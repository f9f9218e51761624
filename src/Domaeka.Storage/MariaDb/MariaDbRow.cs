using Domaeka.Storage.Rows;
using MySqlConnector;

namespace Domaeka.Storage.MariaDb;

/// <summary>The row that a reader stands at.</summary>
internal readonly struct MariaDbRow(MySqlDataReader reader) : IRow
{
    /// <summary>The reader itself, for mappers that take every column as it comes.</summary>
    public MySqlDataReader Reader => reader;

    public bool IsNull(int column) => reader.IsDBNull(column);

    public string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <remarks>The column must be selected as binary.</remarks>
    public ReadOnlySpan<byte> Utf8(int column) => reader.IsDBNull(column) ? default : (byte[])reader.GetValue(column);

    public long Int64(int column) => Int64OrNull(column) ?? 0;

    public long? Int64OrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public DateTimeOffset? Time(int column) => reader.IsDBNull(column) ? null : StoredTime.Read(reader.GetValue(column));
}
