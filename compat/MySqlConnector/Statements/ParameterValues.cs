using System.Text;
using MySqlConnector.Settings;

namespace MySqlConnector.Statements;

/// <summary>What literals and binary values of parameters have in common.</summary>
internal static class ParameterValues
{
    /// <summary>Types that are bytes to the server.</summary>
    public static bool TryGetBytes(object value, out ReadOnlyMemory<byte> bytes)
    {
        switch (value)
        {
            case byte[] array:
                bytes = array;
                return true;
            case ReadOnlyMemory<byte> memory:
                bytes = memory;
                return true;
            case Memory<byte> memory:
                bytes = memory;
                return true;
            case ArraySegment<byte> segment:
                bytes = segment;
                return true;
            case MemoryStream stream:
                bytes = stream.TryGetBuffer(out var buffer) ? buffer : stream.ToArray();
                return true;
            default:
                bytes = default;
                return false;
        }
    }

    /// <summary>Types that are text to the server, besides string and char.</summary>
    public static bool TryGetText(object value, out ReadOnlyMemory<char> text)
    {
        switch (value)
        {
            case ReadOnlyMemory<char> memory:
                text = memory;
                return true;
            case Memory<char> memory:
                text = memory;
                return true;
            case StringBuilder builder:
                text = builder.ToString().AsMemory();
                return true;
            default:
                text = default;
                return false;
        }
    }

    /// <summary>An enumeration's value is told by its name when the parameter was said to be text, else by its number.</summary>
    public static bool IsTextType(MySqlParameter parameter) => parameter.HasSetType && parameter.MySqlDbType
        is MySqlDbType.String or MySqlDbType.VarChar or MySqlDbType.VarString or MySqlDbType.TinyText or MySqlDbType.Text
        or MySqlDbType.MediumText or MySqlDbType.LongText or MySqlDbType.Enum;

    public static MySqlGuidFormat GuidFormatOf(MySqlParameter parameter, ValueSettings settings)
    {
        if (settings.GuidFormat != MySqlGuidFormat.None)
            return settings.GuidFormat;
        return parameter.HasSetType && parameter.MySqlDbType is (MySqlDbType.Binary or MySqlDbType.VarBinary)
            ? MySqlGuidFormat.LittleEndianBinary16
            : MySqlGuidFormat.Char36;
    }

    /// <summary>With DateTimeKind=Utc or Local in the connection string a time of the other kind would be told wrongly.</summary>
    public static void CheckKind(DateTime value, MySqlParameter parameter, ValueSettings settings)
    {
        if (settings.DateTimeKind != DateTimeKind.Unspecified && value.Kind != DateTimeKind.Unspecified && value.Kind != settings.DateTimeKind)
            throw new MySqlException($"DateTime.Kind must not be {value.Kind} when DateTimeKind setting is {settings.DateTimeKind} (parameter name: {parameter.ParameterName}).");
    }

    public static NotSupportedException NotSupported(MySqlParameter parameter) =>
        new($"Parameter type {parameter.Value!.GetType().Name} is not supported (parameter name: {parameter.ParameterName}).");
}
