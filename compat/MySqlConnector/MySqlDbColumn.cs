using System.Data.Common;
using MySqlConnector.Protocol;
using MySqlConnector.Session;

namespace MySqlConnector;

/// <summary>What the server told of a column of a result.</summary>
public sealed class MySqlDbColumn : DbColumn
{
    internal MySqlDbColumn(int ordinal, ResultColumn column)
    {
        var definition = column.Definition;
        var characters = definition.Length / (uint)Collations.BytesPerCharacter(definition.Collation);
        ColumnOrdinal = ordinal;
        ColumnName = column.Name;
        BaseColumnName = NullIfEmpty(definition.OriginalName);
        BaseSchemaName = NullIfEmpty(definition.Schema);
        BaseTableName = NullIfEmpty(definition.OriginalTable);
        BaseCatalogName = "def";
        ColumnSize = (int)Math.Min(column.Reader.ClrType == typeof(string) ? characters : definition.Length, int.MaxValue);
        DataType = column.Reader.ClrType;
        DataTypeName = column.TypeName;
        AllowDBNull = (definition.Flags & ColumnFlags.NotNull) == 0;
        IsAutoIncrement = (definition.Flags & ColumnFlags.AutoIncrement) != 0;
        IsKey = (definition.Flags & ColumnFlags.PrimaryKey) != 0;
        IsUnique = (definition.Flags & ColumnFlags.UniqueKey) != 0;
        IsExpression = false;
        IsHidden = false;
        IsLong = column.Type is (MySqlDbType.Blob or MySqlDbType.TinyBlob or MySqlDbType.MediumBlob or MySqlDbType.LongBlob)
            && definition.Length > 255;
        IsReadOnly = false;
        ProviderType = column.Type;
        if (column.Type is MySqlDbType.Decimal or MySqlDbType.NewDecimal)
        {
            // The length counts the sign and the point.
            NumericPrecision = (int)definition.Length - (definition.IsUnsigned ? 0 : 1) - (definition.Decimals > 0 ? 1 : 0);
            NumericScale = definition.Decimals;
        }
        else if (column.Type is MySqlDbType.DateTime or MySqlDbType.Timestamp or MySqlDbType.Time)
        {
            NumericScale = definition.Decimals;
        }
    }

    /// <summary>Type of the column in the server's terms.</summary>
    public MySqlDbType ProviderType { get; }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
