using System.Text;
using System.Text.Json;

namespace Domaeka.Storage.EncryptedSettings;

/// <summary>Parsing of the decrypted document. Its messages never quote it, as those of the parser do.</summary>
internal static class SettingsDocument
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Why these bytes are no JSON object, as a clause; null when they are one.</summary>
    public static string? FindFlaw(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object ? null : "the document is no JSON object";
        }
        catch (JsonException exception)
        {
            return $"the document is no JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1})";
        }
    }

    /// <summary>The document. Passes over a byte order mark, which Windows editors write.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> json)
    {
        var mark = Encoding.UTF8.Preamble;
        if (json.StartsWith(mark))
            json = json[mark.Length..];
        return JsonDocument.Parse(json.ToArray(), Lenient);
    }
}
