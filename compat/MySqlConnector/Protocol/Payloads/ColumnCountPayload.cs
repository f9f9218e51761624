using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>How many columns the result has. MySQL protocol, "COM_QUERY Response: Text Resultset".</summary>
internal static class ColumnCountPayload
{
    /// <summary>More than a server can make (4096 for MySQL and MariaDB alike) is not believed.</summary>
    private const ulong Maximum = 65535;

    public static int Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        var count = reader.ReadLengthEncodedInteger();
        reader.ExpectEnd("A number of columns");
        return count is > 0 and <= Maximum
            ? (int)count
            : throw new MySqlProtocolException($"A result of {count} columns.");
    }
}
