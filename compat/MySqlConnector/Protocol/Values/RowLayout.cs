using MySqlConnector.Protocol.Packets;
using MySqlConnector.Protocol.Payloads;

namespace MySqlConnector.Protocol.Values;

/// <summary>
/// Finds where each value of a row begins (MySQL protocol, "Text Resultset Row" and "Binary Protocol Resultset Row"). The arrays are
/// used again for every row of the result.
/// </summary>
internal sealed class RowLayout(ColumnDefinition41Payload[] columns, bool isBinary)
{
    private const int Null = -1;
    private const byte TextNull = 0xFB;
    // The binary row's bitmap leaves its first two bits unused.
    private const int BitmapOffset = 2;

    private readonly int[] _starts = new int[columns.Length];
    private readonly int[] _lengths = new int[columns.Length];
    private ReadOnlyMemory<byte> _payload;

    public bool IsNull(int ordinal) => _lengths[ordinal] == Null;

    public ReadOnlySpan<byte> this[int ordinal] => _payload.Span.Slice(_starts[ordinal], _lengths[ordinal]);

    public ReadOnlyMemory<byte> Memory(int ordinal) => _payload.Slice(_starts[ordinal], _lengths[ordinal]);

    /// <summary>Takes a row; it stays valid as long as the payload does.</summary>
    public void Load(ReadOnlyMemory<byte> payload)
    {
        _payload = payload;
        if (isBinary)
            LoadBinary(payload.Span);
        else
            LoadText(payload.Span);
    }

    private void LoadText(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        for (var i = 0; i < columns.Length; i++)
        {
            if (reader.Position < payload.Length && payload[reader.Position] == TextNull)
            {
                reader.Skip(1);
                _lengths[i] = Null;
                continue;
            }

            Take(ref reader, i, lengthEncoded: true, 0);
        }

        reader.ExpectEnd("A row");
    }

    private void LoadBinary(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.ReadExactly(0, "A row of the binary protocol");
        var bitmap = reader.ReadBytes((columns.Length + 7 + BitmapOffset) / 8);
        for (var i = 0; i < columns.Length; i++)
        {
            var bit = i + BitmapOffset;
            if ((bitmap[bit / 8] & 1 << (bit % 8)) != 0)
            {
                _lengths[i] = Null;
                continue;
            }

            var width = columns[i].Type switch
            {
                ColumnType.Tiny => 1,
                ColumnType.Short or ColumnType.Year => 2,
                ColumnType.Long or ColumnType.Int24 or ColumnType.Float => 4,
                ColumnType.LongLong or ColumnType.Double => 8,
                ColumnType.Null => 0,
                _ => -1,
            };
            Take(ref reader, i, width < 0, width);
        }

        reader.ExpectEnd("A row");
    }

    private void Take(ref PayloadReader reader, int ordinal, bool lengthEncoded, int width)
    {
        var value = lengthEncoded ? reader.ReadLengthEncoded() : reader.ReadBytes(width);
        _starts[ordinal] = reader.Position - value.Length;
        _lengths[ordinal] = value.Length;
    }
}
