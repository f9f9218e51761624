using MySqlConnector.Protocol;
using MySqlConnector.Protocol.Packets;
using MySqlConnector.Settings;

namespace MySqlConnector.Statements;

/// <summary>The values of COM_STMT_EXECUTE: which are NULL, their types, and those that are not (MySQL protocol, "COM_STMT_EXECUTE").</summary>
internal static class BinaryParameters
{
    private const ushort Unsigned = 0x8000;

    public static void Write(
        PayloadWriter writer, ParameterReference[] references, MySqlParameterCollection? parameters, ValueSettings settings)
    {
        if (references.Length == 0)
            return;
        var bitmap = writer.PayloadLength;
        writer.WriteZeros((references.Length + 7) / 8);
        // The types are told with every execution: values may change theirs.
        writer.WriteByte(1);

        foreach (var reference in references)
        {
            var parameter = reference.Find(parameters);
            writer.WriteUInt16(TypeOf(parameter, settings));
        }

        for (var i = 0; i < references.Length; i++)
        {
            var parameter = references[i].Find(parameters);
            if (parameter.Value is null or DBNull)
                writer.Patch(bitmap + i / 8, 1)[0] |= (byte)(1 << (i % 8));
            else
                BinaryValues.Write(writer, parameter, parameter.Value, settings);
        }
    }

    private static ushort TypeOf(MySqlParameter parameter, ValueSettings settings) => parameter.Value switch
    {
        null or DBNull => (ushort)ColumnType.Null,
        bool or sbyte => (ushort)ColumnType.Tiny,
        byte => (ushort)ColumnType.Tiny | Unsigned,
        short => (ushort)ColumnType.Short,
        ushort => (ushort)ColumnType.Short | Unsigned,
        Enum when ParameterValues.IsTextType(parameter) => (ushort)ColumnType.VarString,
        Enum constant when BinaryValues.IsUnsigned(constant) => (ushort)ColumnType.LongLong | Unsigned,
        Enum => (ushort)ColumnType.LongLong,
        int => (ushort)ColumnType.Long,
        uint => (ushort)ColumnType.Long | Unsigned,
        long => (ushort)ColumnType.LongLong,
        ulong => (ushort)ColumnType.LongLong | Unsigned,
        float => (ushort)ColumnType.Float,
        double => (ushort)ColumnType.Double,
        decimal => (ushort)ColumnType.NewDecimal,
        DateTime or DateTimeOffset or MySqlDateTime => (ushort)ColumnType.DateTime,
        DateOnly => (ushort)ColumnType.Date,
        TimeSpan or TimeOnly => (ushort)ColumnType.Time,
        Guid => ParameterValues.GuidFormatOf(parameter, settings) is MySqlGuidFormat.Char36 or MySqlGuidFormat.Char32
            ? (ushort)ColumnType.VarString
            : (ushort)ColumnType.Blob,
        var value => ParameterValues.TryGetBytes(value, out _) ? (ushort)ColumnType.Blob : (ushort)ColumnType.VarString,
    };
}
