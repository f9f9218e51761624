using System.Data;

namespace MySqlConnector.Statements;

/// <summary>The types of parameters in the terms of ADO.NET and of the server.</summary>
internal static class ParameterTypes
{
    public static MySqlDbType ToMySqlDbType(DbType type) => type switch
    {
        DbType.Boolean => MySqlDbType.Bool,
        DbType.SByte => MySqlDbType.Byte,
        DbType.Byte => MySqlDbType.UByte,
        DbType.Int16 => MySqlDbType.Int16,
        DbType.UInt16 => MySqlDbType.UInt16,
        DbType.Int32 => MySqlDbType.Int32,
        DbType.UInt32 => MySqlDbType.UInt32,
        DbType.Int64 => MySqlDbType.Int64,
        DbType.UInt64 => MySqlDbType.UInt64,
        DbType.Decimal or DbType.Currency or DbType.VarNumeric => MySqlDbType.NewDecimal,
        DbType.Double => MySqlDbType.Double,
        DbType.Single => MySqlDbType.Float,
        DbType.Date => MySqlDbType.Date,
        DbType.DateTime or DbType.DateTime2 or DbType.DateTimeOffset => MySqlDbType.DateTime,
        DbType.Time => MySqlDbType.Time,
        DbType.Guid => MySqlDbType.Guid,
        DbType.Binary => MySqlDbType.Blob,
        DbType.StringFixedLength or DbType.AnsiStringFixedLength => MySqlDbType.String,
        _ => MySqlDbType.VarChar,
    };

    public static DbType ToDbType(MySqlDbType type) => type switch
    {
        MySqlDbType.Bool => DbType.Boolean,
        MySqlDbType.Byte => DbType.SByte,
        MySqlDbType.UByte => DbType.Byte,
        MySqlDbType.Int16 => DbType.Int16,
        MySqlDbType.UInt16 => DbType.UInt16,
        MySqlDbType.Int24 or MySqlDbType.Int32 or MySqlDbType.Year => DbType.Int32,
        MySqlDbType.UInt24 or MySqlDbType.UInt32 => DbType.UInt32,
        MySqlDbType.Int64 => DbType.Int64,
        MySqlDbType.UInt64 or MySqlDbType.Bit => DbType.UInt64,
        MySqlDbType.Decimal or MySqlDbType.NewDecimal => DbType.Decimal,
        MySqlDbType.Double => DbType.Double,
        MySqlDbType.Float => DbType.Single,
        MySqlDbType.Date or MySqlDbType.Newdate => DbType.Date,
        MySqlDbType.DateTime or MySqlDbType.Timestamp => DbType.DateTime,
        MySqlDbType.Time => DbType.Time,
        MySqlDbType.Guid => DbType.Guid,
        MySqlDbType.TinyBlob or MySqlDbType.Blob or MySqlDbType.MediumBlob or MySqlDbType.LongBlob => DbType.Binary,
        MySqlDbType.Binary or MySqlDbType.VarBinary or MySqlDbType.Geometry => DbType.Binary,
        MySqlDbType.String => DbType.StringFixedLength,
        MySqlDbType.Null => DbType.Object,
        _ => DbType.String,
    };

    /// <summary>The types that go with a value; VarChar and String when there are none.</summary>
    public static (MySqlDbType Type, DbType DbType) Infer(object value)
    {
        var type = value switch
        {
            string => DbType.String,
            bool => DbType.Boolean,
            sbyte => DbType.SByte,
            byte => DbType.Byte,
            short => DbType.Int16,
            ushort => DbType.UInt16,
            int => DbType.Int32,
            uint => DbType.UInt32,
            long => DbType.Int64,
            ulong => DbType.UInt64,
            decimal => DbType.Decimal,
            double => DbType.Double,
            float => DbType.Single,
            DateTime or DateTimeOffset => DbType.DateTime,
            DateOnly => DbType.Date,
            TimeSpan or TimeOnly => DbType.Time,
            Guid => DbType.Guid,
            byte[] => DbType.Binary,
            _ => DbType.String,
        };
        return (ToMySqlDbType(type), type);
    }
}
