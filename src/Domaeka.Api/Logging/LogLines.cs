using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Domaeka.Api.Logging;

/// <summary>Makes one line of an event. A line never has a line break within: names and texts from outside cannot make up further lines.</summary>
internal static class LogLines
{
    /// <summary>Nobody reads more of one event, and a phone must not be able to fill a disk by it.</summary>
    public const int MaxTextLength = 32 * 1024;

    private const string OriginalFormat = "{OriginalFormat}";
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss.fff";

    // Korean stays readable; what could end a line or begin a tag of a terminal is escaped all the same.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line, without its end.</summary>
    public static string Write(in LogEntryView entry, LogFormat format) => format == LogFormat.Json ? WriteJson(entry) : WriteText(entry);

    private static string WriteText(in LogEntryView entry)
    {
        var line = new StringBuilder(160 + entry.Message.Length)
            .Append(entry.At.ToString(TimeFormat, CultureInfo.InvariantCulture))
            .Append(' ').Append(ShortName(entry.Level))
            .Append(": [").Append(entry.Word).Append("] ").Append(entry.Event.Id).Append(' ');
        AppendPlain(line, entry.Message);
        if (entry.Exception is { } exception)
        {
            line.Append(' ');
            AppendPlain(line, exception.ToString());
        }

        return line.ToString();
    }

    private static string WriteJson(in LogEntryView entry)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("timestamp", entry.At.UtcDateTime);
            json.WriteString("level", entry.Level.ToString());
            json.WriteString("category", entry.Word);
            json.WriteNumber("event_id", entry.Event.Id);
            json.WriteString("event", entry.Event.Name);
            json.WriteString("logger", entry.Category);
            json.WriteString("message", Shorten(entry.Message));
            if (entry.Exception is { } exception)
                json.WriteString("exception", Shorten(exception.ToString()));
            if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
            {
                json.WriteString("trace_id", activity.TraceId.ToHexString());
                json.WriteString("span_id", activity.SpanId.ToHexString());
            }

            WriteFields(json, entry.Fields);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteFields(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, object?>>? fields)
    {
        if (fields is null)
            return;
        json.WriteStartObject("fields");
        for (var i = 0; i < fields.Count; i++)
        {
            var (name, value) = fields[i];
            if (name == OriginalFormat)
                continue;
            json.WritePropertyName(name);
            switch (value)
            {
                case null:
                    json.WriteNullValue();
                    break;
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                case int or long:
                    json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    break;
                default:
                    json.WriteStringValue(Shorten(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static string ShortName(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };

    private static void AppendPlain(StringBuilder line, string text)
    {
        var isBehindBreak = false;
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, MaxTextLength)))
        {
            // U+2028 and U+2029 end lines too, where a viewer of the log thinks so.
            var isBreak = char.IsControl(character) || character is '\u2028' or '\u2029';
            if (!isBreak)
                line.Append(character);
            else if (!isBehindBreak)
                line.Append(' ');
            isBehindBreak = isBreak;
        }

        if (text.Length > MaxTextLength)
            line.Append("...");
    }

    private static string Shorten(string text) => text.Length <= MaxTextLength ? text : string.Concat(text.AsSpan(0, MaxTextLength), "...");
}
