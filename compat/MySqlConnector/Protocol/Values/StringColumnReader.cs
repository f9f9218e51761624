using System.Buffers.Text;
using System.Text;

namespace MySqlConnector.Protocol.Values;

/// <summary>CHAR, VARCHAR, TEXT, ENUM, SET, JSON: UTF-8, since the connection is utf8mb4.</summary>
internal sealed class StringColumnReader : ColumnReader
{
    public override Type ClrType => typeof(string);

    public override bool HoldsBytes => true;

    public override object ReadObject(ReadOnlySpan<byte> data) => ReadString(data);

    public override string ReadString(ReadOnlySpan<byte> data) => Encoding.UTF8.GetString(data);

    public override DateTime ReadDateTime(ReadOnlySpan<byte> data) => ReadMySqlDateTime(data).GetDateTime();

    public override MySqlDateTime ReadMySqlDateTime(ReadOnlySpan<byte> data) => TextDateTime.Parse(data);

    public override TimeSpan ReadTimeSpan(ReadOnlySpan<byte> data) => TextTime.Parse(data);

    public override Guid ReadGuid(ReadOnlySpan<byte> data)
    {
        var format = data.Length == 32 ? 'N' : 'D';
        return Utf8Parser.TryParse(data, out Guid value, out var consumed, format) && consumed == data.Length
            ? value
            : throw new FormatException($"'{ReadString(data)}' is no Guid.");
    }
}
