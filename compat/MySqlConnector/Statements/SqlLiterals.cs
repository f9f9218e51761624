using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using MySqlConnector.Protocol.Packets;
using MySqlConnector.Protocol.Values;

namespace MySqlConnector.Statements;

/// <summary>Writes values of parameters as SQL literals (MariaDB, "Literals"), in UTF-8.</summary>
internal static class SqlLiterals
{
    public static void Write(PayloadWriter writer, MySqlParameter parameter, LiteralContext context) =>
        Write(writer, parameter, parameter.Value, context);

    private static void Write(PayloadWriter writer, MySqlParameter parameter, object? value, LiteralContext context)
    {
        switch (value)
        {
            case null or DBNull:
                writer.Write("NULL"u8);
                break;
            case string text:
                WriteText(writer, text, context);
                break;
            case char character:
                WriteText(writer, [character], context);
                break;
            case int or long or short or sbyte:
                WriteInteger(writer, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case uint or ulong or ushort or byte:
                WriteUnsigned(writer, Convert.ToUInt64(value, CultureInfo.InvariantCulture));
                break;
            case bool flag:
                writer.Write(flag ? "true"u8 : "false"u8);
                break;
            case decimal number:
                WriteFormatted(writer, number, default);
                break;
            case double number:
                WriteFormatted(writer, number, "R");
                break;
            case float number:
                WriteFormatted(writer, number, "R");
                break;
            case BigInteger number:
                writer.WriteUtf8(number.ToString(CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                ParameterValues.CheckKind(time, parameter, context.Values);
                WriteTimestamp(writer, time);
                break;
            case DateTimeOffset time:
                // The server keeps no offset: the moment is told in UTC.
                WriteTimestamp(writer, time.UtcDateTime);
                break;
            case DateOnly date:
                writer.Write("timestamp('"u8);
                WriteFormatted(writer, date, "yyyy-MM-dd");
                writer.Write("')"u8);
                break;
            case TimeSpan time:
                writer.Write("time '"u8);
                WriteTime(writer, time);
                writer.WriteByte((byte)'\'');
                break;
            case TimeOnly time:
                writer.Write("time '"u8);
                WriteFormatted(writer, time, "HH':'mm':'ss'.'ffffff");
                writer.WriteByte((byte)'\'');
                break;
            case MySqlDateTime time:
                if (time.IsValidDateTime)
                    WriteTimestamp(writer, time.GetDateTime());
                else
                    writer.Write("timestamp('0000-00-00')"u8);
                break;
            case Guid guid:
                WriteGuid(writer, parameter, guid, context);
                break;
            case Enum constant when ParameterValues.IsTextType(parameter):
                WriteText(writer, constant.ToString("G"), context);
                break;
            case Enum constant:
                writer.WriteUtf8(constant.ToString("D"));
                break;
            default:
                if (ParameterValues.TryGetBytes(value, out var bytes))
                    WriteBytes(writer, bytes.Span, context);
                else if (ParameterValues.TryGetText(value, out var text))
                    WriteText(writer, text.Span, context);
                else
                    throw ParameterValues.NotSupported(parameter);
                break;
        }
    }

    private static void WriteText(PayloadWriter writer, ReadOnlySpan<char> text, LiteralContext context)
    {
        writer.WriteByte((byte)'\'');
        while (!text.IsEmpty)
        {
            // Both characters are ASCII, which no other character of UTF-8 contains.
            var offset = context.NoBackslashEscapes ? text.IndexOf('\'') : text.IndexOfAny('\'', '\\');
            if (offset < 0)
            {
                writer.WriteUtf8(text);
                break;
            }

            writer.WriteUtf8(text[..(offset + 1)]);
            writer.WriteByte((byte)text[offset]);
            text = text[(offset + 1)..];
        }

        writer.WriteByte((byte)'\'');
    }

    private static void WriteBytes(PayloadWriter writer, ReadOnlySpan<byte> bytes, LiteralContext context)
    {
        writer.Write("_binary'"u8);
        while (!bytes.IsEmpty)
        {
            var offset = context.NoBackslashEscapes ? bytes.IndexOf((byte)'\'') : bytes.IndexOfAny((byte)'\'', (byte)'\\');
            if (offset < 0)
            {
                writer.Write(bytes);
                break;
            }

            writer.Write(bytes[..(offset + 1)]);
            writer.WriteByte(bytes[offset]);
            bytes = bytes[(offset + 1)..];
        }

        writer.WriteByte((byte)'\'');
    }

    private static void WriteInteger(PayloadWriter writer, long value)
    {
        Utf8Formatter.TryFormat(value, writer.GetSpan(20), out var written);
        writer.Advance(written);
    }

    private static void WriteUnsigned(PayloadWriter writer, ulong value)
    {
        Utf8Formatter.TryFormat(value, writer.GetSpan(20), out var written);
        writer.Advance(written);
    }

    private static void WriteFormatted<T>(PayloadWriter writer, T value, ReadOnlySpan<char> format)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(writer.GetSpan(64), out var written, format, CultureInfo.InvariantCulture);
        writer.Advance(written);
    }

    private static void WriteTimestamp(PayloadWriter writer, DateTime value)
    {
        writer.Write("timestamp('"u8);
        WriteFormatted(writer, value, "yyyy'-'MM'-'dd' 'HH':'mm':'ss'.'ffffff");
        writer.Write("')"u8);
    }

    private static void WriteTime(PayloadWriter writer, TimeSpan value)
    {
        if (value < TimeSpan.Zero)
        {
            writer.WriteByte((byte)'-');
            value = value.Negate();
        }

        WriteInteger(writer, value.Days * 24L + value.Hours);
        WriteFormatted(writer, value, "':'mm':'ss'.'ffffff");
    }

    private static void WriteGuid(PayloadWriter writer, MySqlParameter parameter, Guid value, LiteralContext context)
    {
        var format = ParameterValues.GuidFormatOf(parameter, context.Values);
        if (format is MySqlGuidFormat.Binary16 or MySqlGuidFormat.TimeSwapBinary16 or MySqlGuidFormat.LittleEndianBinary16)
        {
            Span<byte> bytes = stackalloc byte[GuidBytes.Length];
            GuidBytes.Write(value, format, bytes);
            WriteBytes(writer, bytes, context);
            return;
        }

        writer.WriteByte((byte)'\'');
        Utf8Formatter.TryFormat(value, writer.GetSpan(36), out var written, format == MySqlGuidFormat.Char32 ? 'N' : 'D');
        writer.Advance(written);
        writer.WriteByte((byte)'\'');
    }
}
