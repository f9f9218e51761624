using System.Data;
using System.Data.Common;
using System.Globalization;

namespace MySqlConnector.Session;

/// <summary>The table of GetSchemaTable, whose columns ADO.NET names (SchemaTableColumn, SchemaTableOptionalColumn).</summary>
internal static class SchemaTable
{
    public static DataTable Create(IEnumerable<DbColumn> columns)
    {
        var table = new DataTable("SchemaTable") { Locale = CultureInfo.InvariantCulture };
        (string Name, Type Type, Func<MySqlDbColumn, object?> Value)[] fields =
        [
            (SchemaTableColumn.ColumnName, typeof(string), column => column.ColumnName),
            (SchemaTableColumn.ColumnOrdinal, typeof(int), column => column.ColumnOrdinal),
            (SchemaTableColumn.ColumnSize, typeof(int), column => column.ColumnSize),
            (SchemaTableColumn.NumericPrecision, typeof(int), column => column.NumericPrecision),
            (SchemaTableColumn.NumericScale, typeof(int), column => column.NumericScale),
            (SchemaTableColumn.DataType, typeof(Type), column => column.DataType),
            (SchemaTableColumn.ProviderType, typeof(int), column => (int)column.ProviderType),
            (SchemaTableColumn.IsLong, typeof(bool), column => column.IsLong),
            (SchemaTableColumn.AllowDBNull, typeof(bool), column => column.AllowDBNull),
            (SchemaTableOptionalColumn.IsReadOnly, typeof(bool), column => column.IsReadOnly),
            (SchemaTableColumn.IsUnique, typeof(bool), column => column.IsUnique),
            (SchemaTableColumn.IsKey, typeof(bool), column => column.IsKey),
            (SchemaTableOptionalColumn.IsAutoIncrement, typeof(bool), column => column.IsAutoIncrement),
            (SchemaTableOptionalColumn.IsHidden, typeof(bool), column => column.IsHidden),
            (SchemaTableOptionalColumn.BaseCatalogName, typeof(string), column => column.BaseCatalogName),
            (SchemaTableColumn.BaseSchemaName, typeof(string), column => column.BaseSchemaName),
            (SchemaTableColumn.BaseTableName, typeof(string), column => column.BaseTableName),
            (SchemaTableColumn.BaseColumnName, typeof(string), column => column.BaseColumnName),
        ];
        foreach (var field in fields)
            table.Columns.Add(field.Name, field.Type);
        foreach (var column in columns.Cast<MySqlDbColumn>())
            table.Rows.Add([.. fields.Select(field => field.Value(column) ?? DBNull.Value)]);
        return table;
    }
}
