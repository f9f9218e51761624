using MySqlConnector.Settings;

namespace MySqlConnector.Protocol.Values;

/// <summary>DATE, DATETIME and TIMESTAMP.</summary>
internal sealed class DateTimeColumnReader(bool isBinary, ValueSettings settings) : ColumnReader
{
    public override Type ClrType => settings.AllowZeroDateTime ? typeof(MySqlDateTime) : typeof(DateTime);

    public override object ReadObject(ReadOnlySpan<byte> data) =>
        settings.AllowZeroDateTime ? ReadMySqlDateTime(data) : ReadDateTime(data);

    public override DateTime ReadDateTime(ReadOnlySpan<byte> data)
    {
        var value = ReadMySqlDateTime(data);
        if (value.IsValidDateTime)
            return DateTime.SpecifyKind(value.GetDateTime(), settings.DateTimeKind);
        if (settings.ConvertZeroDateTime)
            return DateTime.MinValue;
        throw new InvalidCastException(
            $"The date {value} is none that a DateTime can tell; AllowZeroDateTime or ConvertZeroDateTime in the connection string help.");
    }

    public override MySqlDateTime ReadMySqlDateTime(ReadOnlySpan<byte> data) => isBinary ? BinaryDateTime.Parse(data) : TextDateTime.Parse(data);
}
