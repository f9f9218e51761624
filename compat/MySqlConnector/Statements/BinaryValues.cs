using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using MySqlConnector.Protocol.Packets;
using MySqlConnector.Protocol.Values;
using MySqlConnector.Settings;

namespace MySqlConnector.Statements;

/// <summary>Values of parameters in the binary protocol (MySQL protocol, "Binary Protocol Value").</summary>
internal static class BinaryValues
{
    public static bool IsUnsigned(Enum constant) => Convert.GetTypeCode(constant) is TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64;

    public static void Write(PayloadWriter writer, MySqlParameter parameter, object value, ValueSettings settings)
    {
        switch (value)
        {
            case string text:
                writer.WriteLengthEncoded(text);
                break;
            case char character:
                writer.WriteLengthEncoded([character]);
                break;
            case bool flag:
                writer.WriteByte(flag ? (byte)1 : (byte)0);
                break;
            case sbyte number:
                writer.WriteByte((byte)number);
                break;
            case byte number:
                writer.WriteByte(number);
                break;
            case short number:
                writer.WriteUInt16((ushort)number);
                break;
            case ushort number:
                writer.WriteUInt16(number);
                break;
            case Enum constant when ParameterValues.IsTextType(parameter):
                writer.WriteLengthEncoded(constant.ToString("G"));
                break;
            case Enum constant:
                writer.WriteUInt64(IsUnsigned(constant)
                    ? Convert.ToUInt64(constant, CultureInfo.InvariantCulture)
                    : (ulong)Convert.ToInt64(constant, CultureInfo.InvariantCulture));
                break;
            case int number:
                writer.WriteUInt32((uint)number);
                break;
            case uint number:
                writer.WriteUInt32(number);
                break;
            case long number:
                writer.WriteUInt64((ulong)number);
                break;
            case ulong number:
                writer.WriteUInt64(number);
                break;
            case float number:
                BinaryPrimitives.WriteSingleLittleEndian(writer.GetSpan(4), number);
                writer.Advance(4);
                break;
            case double number:
                BinaryPrimitives.WriteDoubleLittleEndian(writer.GetSpan(8), number);
                writer.Advance(8);
                break;
            case decimal number:
                WriteDecimal(writer, number);
                break;
            case BigInteger number:
                writer.WriteLengthEncoded(number.ToString(CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                ParameterValues.CheckKind(time, parameter, settings);
                WriteDateTime(writer, new MySqlDateTime(time));
                break;
            case DateTimeOffset time:
                WriteDateTime(writer, new MySqlDateTime(time.UtcDateTime));
                break;
            case MySqlDateTime time:
                WriteDateTime(writer, time);
                break;
            case DateOnly date:
                writer.WriteByte(4);
                WriteDate(writer, date.Year, date.Month, date.Day);
                break;
            case TimeSpan time:
                WriteTime(writer, time);
                break;
            case TimeOnly time:
                WriteTime(writer, time.ToTimeSpan());
                break;
            case Guid guid:
                WriteGuid(writer, guid, ParameterValues.GuidFormatOf(parameter, settings));
                break;
            default:
                if (ParameterValues.TryGetBytes(value, out var bytes))
                    writer.WriteLengthEncoded(bytes.Span);
                else if (ParameterValues.TryGetText(value, out var text))
                    writer.WriteLengthEncoded(text.Span);
                else
                    throw ParameterValues.NotSupported(parameter);
                break;
        }
    }

    private static void WriteDecimal(PayloadWriter writer, decimal value)
    {
        Span<byte> digits = stackalloc byte[32];
        value.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        writer.WriteLengthEncoded(digits[..count]);
    }

    private static void WriteDate(PayloadWriter writer, int year, int month, int day)
    {
        writer.WriteUInt16((ushort)year);
        writer.WriteByte((byte)month);
        writer.WriteByte((byte)day);
    }

    private static void WriteDateTime(PayloadWriter writer, MySqlDateTime value)
    {
        writer.WriteByte(11);
        WriteDate(writer, value.Year, value.Month, value.Day);
        writer.WriteByte((byte)value.Hour);
        writer.WriteByte((byte)value.Minute);
        writer.WriteByte((byte)value.Second);
        writer.WriteUInt32((uint)value.Microsecond);
    }

    private static void WriteTime(PayloadWriter writer, TimeSpan value)
    {
        writer.WriteByte(12);
        writer.WriteByte(value < TimeSpan.Zero ? (byte)1 : (byte)0);
        value = value.Duration();
        writer.WriteUInt32((uint)value.Days);
        writer.WriteByte((byte)value.Hours);
        writer.WriteByte((byte)value.Minutes);
        writer.WriteByte((byte)value.Seconds);
        writer.WriteUInt32((uint)(value.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
    }

    private static void WriteGuid(PayloadWriter writer, Guid value, MySqlGuidFormat format)
    {
        if (format is MySqlGuidFormat.Char36 or MySqlGuidFormat.Char32)
        {
            writer.WriteLengthEncoded(value.ToString(format == MySqlGuidFormat.Char36 ? "D" : "N"));
            return;
        }

        writer.WriteByte(GuidBytes.Length);
        GuidBytes.Write(value, format, writer.GetSpan(GuidBytes.Length)[..GuidBytes.Length]);
        writer.Advance(GuidBytes.Length);
    }
}
