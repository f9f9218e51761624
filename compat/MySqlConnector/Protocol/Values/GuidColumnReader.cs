using System.Buffers.Text;
using System.Text;

namespace MySqlConnector.Protocol.Values;

/// <summary>The column type that the option GuidFormat names.</summary>
internal sealed class GuidColumnReader(MySqlGuidFormat format) : ColumnReader
{
    public override Type ClrType => typeof(Guid);

    public override bool HoldsBytes => true;

    public override object ReadObject(ReadOnlySpan<byte> data) => ReadGuid(data);

    public override string ReadString(ReadOnlySpan<byte> data) =>
        format is MySqlGuidFormat.Char36 or MySqlGuidFormat.Char32 ? Encoding.UTF8.GetString(data) : throw Cannot(typeof(string));

    public override Guid ReadGuid(ReadOnlySpan<byte> data)
    {
        if (format is not (MySqlGuidFormat.Char36 or MySqlGuidFormat.Char32))
            return GuidBytes.Read(data, format);
        return Utf8Parser.TryParse(data, out Guid value, out var consumed, format == MySqlGuidFormat.Char32 ? 'N' : 'D') && consumed == data.Length
            ? value
            : throw new FormatException($"Could not parse the column's value as a Guid: '{Encoding.UTF8.GetString(data)}'.");
    }
}
