using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Domaeka.Protocol.Codec.Json;

/// <summary>
/// Writes <c>{"event":...,"data":{...}}</c> and the line end. Reused from line to line; not thread-safe. The JSON writer holds
/// nothing that needs disposal: disposing it would only flush, and whatever is pending then belongs to a line that failed.
/// </summary>
internal sealed class LineWriter
{
    private static readonly JsonWriterOptions Options = new()
    {
        // Korean stays Korean (an emoji becomes two escapes); what ends a line (\n, \r) is escaped by any encoder.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json = new(Stream.Null, Options);

    /// <summary>Starts a line with an event; what follows goes into its data.</summary>
    public Utf8JsonWriter BeginEvent(IBufferWriter<byte> output, ReadOnlySpan<byte> eventName)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        _json.WriteString("event"u8, eventName);
        _json.WriteStartObject("data"u8);
        return _json;
    }

    /// <summary>Ends data and line object; raw content may follow, then <see cref="EndLine"/>.</summary>
    public void EndEvent()
    {
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <summary>Starts a line that is one flat object.</summary>
    public Utf8JsonWriter BeginFlat(IBufferWriter<byte> output)
    {
        _json.Reset(output);
        _json.WriteStartObject();
        return _json;
    }

    /// <summary>Ends a flat object.</summary>
    public void EndFlat()
    {
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <summary>Writes the line end.</summary>
    public static void EndLine(IBufferWriter<byte> output) => output.Write("\n"u8);

    /// <summary>Writes a string, or leaves the key out when it is null.</summary>
    public static void WriteIfAny(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    /// <summary>Writes <c>message_positions:[0,end]</c>.</summary>
    public static void WritePositions(Utf8JsonWriter json, int end)
    {
        json.WriteStartArray("message_positions"u8);
        json.WriteNumberValue(0);
        json.WriteNumberValue(end);
        json.WriteEndArray();
    }
}
