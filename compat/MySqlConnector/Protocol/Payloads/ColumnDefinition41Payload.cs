using System.Text;
using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>A column of a result, or a parameter of a statement. MySQL protocol, "Protocol::ColumnDefinition41".</summary>
internal sealed class ColumnDefinition41Payload
{
    private const int FixedLength = 0x0C;

    public required string Schema { get; init; }

    public required string Table { get; init; }

    public required string OriginalTable { get; init; }

    public required string Name { get; init; }

    public required string OriginalName { get; init; }

    public required ushort Collation { get; init; }

    /// <summary>Display width, in bytes for character columns.</summary>
    public required uint Length { get; init; }

    public required ColumnType Type { get; init; }

    public required ColumnFlags Flags { get; init; }

    /// <summary>Digits behind the point; 31 where there is no fixed number.</summary>
    public required byte Decimals { get; init; }

    public bool IsUnsigned => (Flags & ColumnFlags.Unsigned) != 0;

    public bool IsBinary => Collation == Collations.Binary;

    public static ColumnDefinition41Payload Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.ReadLengthEncoded();
        var schema = reader.ReadLengthEncoded();
        var table = reader.ReadLengthEncoded();
        var originalTable = reader.ReadLengthEncoded();
        var name = reader.ReadLengthEncoded();
        var originalName = reader.ReadLengthEncoded();
        if (reader.ReadLengthEncodedInteger() != FixedLength)
            throw new MySqlProtocolException("The fixed part of a column's definition is 12 bytes long.");
        var collation = reader.ReadUInt16();
        var length = reader.ReadUInt32();
        var type = (ColumnType)reader.ReadByte();
        var flags = (ColumnFlags)reader.ReadUInt16();
        var decimals = reader.ReadByte();
        reader.Skip(2);
        reader.ExpectEnd("A column's definition");

        var nameText = Encoding.UTF8.GetString(name);
        return new ColumnDefinition41Payload
        {
            Schema = Encoding.UTF8.GetString(schema),
            Table = Encoding.UTF8.GetString(table),
            OriginalTable = Encoding.UTF8.GetString(originalTable),
            Name = nameText,
            OriginalName = name.SequenceEqual(originalName) ? nameText : Encoding.UTF8.GetString(originalName),
            Collation = collation,
            Length = length,
            Type = type,
            Flags = flags,
            Decimals = decimals,
        };
    }
}
