using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Domaeka.Storage.EncryptedSettings;

/// <summary>Shows a document with its secrets masked. What is not known to be harmless is a secret: there may be keys of anything in it.</summary>
internal static class MaskedSettings
{
    private const string Mask = "********";

    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] Harmless = ["charset", "collation", "poolsize", "minsize", "maxsize", "autocommit", "connecttimeout"];

    /// <summary>The document, indented, with the names of everything and the values of what is harmless.</summary>
    public static string Render(ReadOnlySpan<byte> json)
    {
        using var document = SettingsDocument.Parse(json);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
            Write(writer, document.RootElement, isHarmless: false);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, bool isHarmless)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, IsHarmless(property.Name));
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(writer, item, isHarmless: false);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False:
                element.WriteTo(writer);
                break;
            default:
                if (isHarmless)
                    element.WriteTo(writer);
                else
                    writer.WriteStringValue(Mask);
                break;
        }
    }

    private static bool IsHarmless(string name) =>
        Harmless.Contains(LoginField.Plain(name)) || LoginField.Of(name) is { } field && field != LoginField.Password;
}
