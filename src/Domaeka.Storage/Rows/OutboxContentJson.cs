using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Domaeka.Core.Delivery;
using Domaeka.Core.Media;

namespace Domaeka.Storage.Rows;

/// <summary>
/// The parts of a message in <c>dk_contents.content</c>: an array of <c>{"text":"..."}</c> or
/// <c>{"media":"image","items":[{"url":"..."},{"hash":"...","size":1}],"format":"png","wait_ms":1}</c>, each with an optional
/// <c>"pause_ms"</c>.
/// </summary>
internal static class OutboxContentJson
{
    // Never shown in a page, so Hangul may stand as it is instead of six characters for each syllable.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the parts. Half a surrogate pair becomes U+FFFD.</summary>
    /// <exception cref="ArgumentException">An item is bytes: those are kept in the media store.</exception>
    public static void Write(IReadOnlyList<MessagePart> parts, IBufferWriter<byte> destination)
    {
        using var json = new Utf8JsonWriter(destination, Compact);
        json.WriteStartArray();
        foreach (var part in parts)
            WritePart(json, part);
        json.WriteEndArray();
    }

    /// <summary>
    /// Reads the parts. Unknown properties are passed over. Null when anything that is to be shown cannot be read: half a message is not
    /// the message.
    /// </summary>
    public static IReadOnlyList<MessagePart>? Read(ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Array ? ReadParts(document.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Writes items as <c>[{"url":"..."},{"hash":"...","size":1}]</c>.</summary>
    public static void WriteItems(Utf8JsonWriter json, IEnumerable<MediaItem> items)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            json.WriteStartObject();
            if (item.Uri is { } uri)
            {
                json.WriteString("url", uri.OriginalString);
            }
            else if (item.File is { } file)
            {
                json.WriteString("hash", file.Hash);
                json.WriteNumber("size", file.Length);
            }
            else
            {
                throw new ArgumentException("Bytes are stored as files of the media store, not in the outbox.", nameof(items));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WritePart(Utf8JsonWriter json, MessagePart part)
    {
        json.WriteStartObject();
        switch (part.Content)
        {
            case TextContent text:
                json.WriteString("text", text.Text);
                break;
            case MediaContent media:
                json.WriteString("media", StoredWords<MediaKind>.Of(media.Kind));
                json.WritePropertyName("items");
                WriteItems(json, media.Items);
                if (media.Format is not null)
                    json.WriteString("format", media.Format);
                if (media.Wait is { } wait)
                    json.WriteNumber("wait_ms", (long)wait.TotalMilliseconds);
                break;
            default:
                throw new ArgumentException($"A content of type {part.Content.GetType().Name} cannot be stored.", nameof(part));
        }

        if (part.PauseBefore > TimeSpan.Zero)
            json.WriteNumber("pause_ms", (long)part.PauseBefore.TotalMilliseconds);
        json.WriteEndObject();
    }

    private static List<MessagePart>? ReadParts(JsonElement array)
    {
        var parts = new List<MessagePart>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            if (ReadContent(element) is not { } content)
                return null;
            parts.Add(new MessagePart(content, Milliseconds(element, "pause_ms") ?? TimeSpan.Zero));
        }

        return parts.Count > 0 ? parts : null;
    }

    private static OutboundContent? ReadContent(JsonElement part)
    {
        if (part.TryGetProperty("text", out var text))
            return text.GetString() is { } known ? new TextContent(known) : null;
        if (!part.TryGetProperty("media", out var kind) || !part.TryGetProperty("items", out var array))
            return null;

        var items = new List<MediaItem>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            if (ReadItem(element) is not { } item)
                return null;
            items.Add(item);
        }

        var format = part.TryGetProperty("format", out var ending) ? ending.GetString() : null;
        return new MediaContent(
            StoredWords<MediaKind>.Read(kind.GetString(), MediaKind.Document), items, format, Milliseconds(part, "wait_ms"));
    }

    private static MediaItem? ReadItem(JsonElement item)
    {
        if (item.TryGetProperty("url", out var url))
            return Uri.TryCreate(url.GetString(), UriKind.Absolute, out var uri) ? MediaItem.FromUri(uri) : null;
        return item.TryGetProperty("hash", out var hash) && hash.GetString() is { } known
            && item.TryGetProperty("size", out var size) && size.TryGetInt64(out var length)
                ? MediaItem.FromFile(new MediaFile(known, length))
                : null;
    }

    private static TimeSpan? Milliseconds(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
        && number is >= 0 and <= int.MaxValue
            ? TimeSpan.FromMilliseconds(number)
            : null;
}
