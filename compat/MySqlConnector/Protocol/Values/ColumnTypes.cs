using MySqlConnector.Protocol.Payloads;
using MySqlConnector.Settings;

namespace MySqlConnector.Protocol.Values;

/// <summary>What a column's definition means: its type in the server's terms, its name, and who reads it.</summary>
internal static class ColumnTypes
{
    public static MySqlDbType ToMySqlDbType(ColumnDefinition41Payload column, ValueSettings settings)
    {
        var isUnsigned = column.IsUnsigned;
        switch (column.Type)
        {
            case ColumnType.Tiny:
                if (settings.TreatTinyAsBoolean && column.Length == 1)
                    return MySqlDbType.Bool;
                return isUnsigned ? MySqlDbType.UByte : MySqlDbType.Byte;
            case ColumnType.Short:
                return isUnsigned ? MySqlDbType.UInt16 : MySqlDbType.Int16;
            case ColumnType.Int24:
                return isUnsigned ? MySqlDbType.UInt24 : MySqlDbType.Int24;
            case ColumnType.Long:
                return isUnsigned ? MySqlDbType.UInt32 : MySqlDbType.Int32;
            case ColumnType.LongLong:
                return isUnsigned ? MySqlDbType.UInt64 : MySqlDbType.Int64;
            case ColumnType.VarChar:
            case ColumnType.VarString:
                if (column.IsBinary)
                    return MySqlDbType.VarBinary;
                return MySqlDbType.VarChar;
            case ColumnType.String:
                return OfString(column, settings.GuidFormat);
            case ColumnType.TinyBlob:
                return column.IsBinary ? MySqlDbType.TinyBlob : MySqlDbType.TinyText;
            case ColumnType.Blob:
                return column.IsBinary ? MySqlDbType.Blob : MySqlDbType.Text;
            case ColumnType.MediumBlob:
                return column.IsBinary ? MySqlDbType.MediumBlob : MySqlDbType.MediumText;
            case ColumnType.LongBlob:
                return column.IsBinary ? MySqlDbType.LongBlob : MySqlDbType.LongText;
            default:
                // The other types have the protocol's own numbers.
                return Enum.IsDefined((MySqlDbType)column.Type)
                    ? (MySqlDbType)column.Type
                    : throw new MySqlProtocolException($"A column of the unknown type 0x{(byte)column.Type:X2}.");
        }
    }

    public static ColumnReader CreateReader(ColumnDefinition41Payload column, ValueSettings settings, bool isBinary)
    {
        var type = ToMySqlDbType(column, settings);
        var isUnsigned = column.IsUnsigned;
        switch (type)
        {
            case MySqlDbType.Bool:
                return Integer(TypeCode.Boolean, 1);
            case MySqlDbType.Byte:
                return Integer(TypeCode.SByte, 1);
            case MySqlDbType.UByte:
                return Integer(TypeCode.Byte, 1);
            case MySqlDbType.Int16:
                return Integer(TypeCode.Int16, 2);
            case MySqlDbType.UInt16:
                return Integer(TypeCode.UInt16, 2);
            case MySqlDbType.Int24 or MySqlDbType.Int32:
                return Integer(TypeCode.Int32, 4);
            case MySqlDbType.UInt24 or MySqlDbType.UInt32:
                return Integer(TypeCode.UInt32, 4);
            case MySqlDbType.Int64:
                return Integer(TypeCode.Int64, 8);
            case MySqlDbType.UInt64:
                return Integer(TypeCode.UInt64, 8);
            case MySqlDbType.Year:
                return Integer(TypeCode.Int32, 2);
            case MySqlDbType.Float:
                return new FloatColumnReader(isBinary);
            case MySqlDbType.Double:
                return new DoubleColumnReader(isBinary);
            case MySqlDbType.Decimal or MySqlDbType.NewDecimal:
                return new DecimalColumnReader();
            case MySqlDbType.Bit:
                return new BitColumnReader();
            case MySqlDbType.Date or MySqlDbType.DateTime or MySqlDbType.Timestamp or MySqlDbType.Newdate:
                return new DateTimeColumnReader(isBinary, settings);
            case MySqlDbType.Time:
                return new TimeColumnReader(isBinary);
            case MySqlDbType.Guid:
                return new GuidColumnReader(settings.GuidFormat);
            case MySqlDbType.Null:
                return new NullColumnReader();
            case MySqlDbType.TinyBlob or MySqlDbType.Blob or MySqlDbType.MediumBlob or MySqlDbType.LongBlob:
            case MySqlDbType.Binary or MySqlDbType.VarBinary or MySqlDbType.Geometry:
                return new BytesColumnReader();
            default:
                return new StringColumnReader();
        }

        IntegerColumnReader Integer(TypeCode code, int width) => new(code, isUnsigned, isBinary ? width : 0);
    }

    /// <summary>The name that GetDataTypeName tells.</summary>
    public static string NameOf(MySqlDbType type, ColumnDefinition41Payload column) => type switch
    {
        MySqlDbType.Bool => "BOOL",
        MySqlDbType.Byte or MySqlDbType.UByte => "TINYINT",
        MySqlDbType.Int16 or MySqlDbType.UInt16 => "SMALLINT",
        MySqlDbType.Int24 or MySqlDbType.UInt24 => "MEDIUMINT",
        MySqlDbType.Int32 or MySqlDbType.UInt32 => "INT",
        MySqlDbType.Int64 or MySqlDbType.UInt64 => "BIGINT",
        MySqlDbType.Decimal or MySqlDbType.NewDecimal => "DECIMAL",
        MySqlDbType.Float => "FLOAT",
        MySqlDbType.Double => "DOUBLE",
        MySqlDbType.Bit => "BIT",
        MySqlDbType.Date or MySqlDbType.Newdate => "DATE",
        MySqlDbType.DateTime => "DATETIME",
        MySqlDbType.Timestamp => "TIMESTAMP",
        MySqlDbType.Time => "TIME",
        MySqlDbType.Year => "YEAR",
        MySqlDbType.Enum => "ENUM",
        MySqlDbType.Set => "SET",
        MySqlDbType.JSON => "JSON",
        MySqlDbType.Geometry => "GEOMETRY",
        MySqlDbType.Null => "NULL",
        MySqlDbType.Guid => "CHAR(36)",
        MySqlDbType.String => $"CHAR({column.Length / Collations.BytesPerCharacter(column.Collation)})",
        MySqlDbType.Binary or MySqlDbType.VarBinary => "BLOB",
        MySqlDbType.TinyBlob or MySqlDbType.Blob or MySqlDbType.MediumBlob or MySqlDbType.LongBlob => "BLOB",
        _ => "VARCHAR",
    };

    private static MySqlDbType OfString(ColumnDefinition41Payload column, MySqlGuidFormat guids)
    {
        if ((column.Flags & ColumnFlags.Enum) != 0)
            return MySqlDbType.Enum;
        if ((column.Flags & ColumnFlags.Set) != 0)
            return MySqlDbType.Set;
        if (column.IsBinary)
        {
            var isGuid = column.Length == 16
                && guids is (MySqlGuidFormat.Binary16 or MySqlGuidFormat.TimeSwapBinary16 or MySqlGuidFormat.LittleEndianBinary16);
            return isGuid ? MySqlDbType.Guid : MySqlDbType.Binary;
        }

        var characters = column.Length / (uint)Collations.BytesPerCharacter(column.Collation);
        return (guids, characters) is (MySqlGuidFormat.Char36, 36) or (MySqlGuidFormat.Char32, 32) ? MySqlDbType.Guid : MySqlDbType.String;
    }
}
