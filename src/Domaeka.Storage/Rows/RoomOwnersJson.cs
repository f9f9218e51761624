using System.Text.Encodings.Web;
using System.Text.Json;

namespace Domaeka.Storage.Rows;

/// <summary><c>kb_rooms.room_owners</c>: a JSON array of user hashes or names.</summary>
internal static class RoomOwnersJson
{
    // The web admin and people with a database tool read the column: Korean names stay readable.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The strings of the array. Anything else in it is passed over, and so are empty strings, which would make owners of
    /// senders without a name. What is no readable array has no owners: fail closed.
    /// </summary>
    public static IReadOnlyList<string> Read(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return [];

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind != JsonValueKind.Array
                ? []
                : [.. document.RootElement.EnumerateArray()
                    .Where(element => element.ValueKind == JsonValueKind.String)
                    .Select(element => element.GetString()!)
                    .Where(owner => !string.IsNullOrWhiteSpace(owner))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped half of a surrogate pair, which is JSON but no text.
            return [];
        }
    }

    /// <summary>The JSON to store.</summary>
    public static string Write(IReadOnlyList<string> owners) => JsonSerializer.Serialize(owners, Readable);
}
