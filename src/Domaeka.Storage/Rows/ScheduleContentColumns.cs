using System.Text.Encodings.Web;
using System.Text.Json;
using Domaeka.Core.Scheduling;

namespace Domaeka.Storage.Rows;

/// <summary>The columns that say what a schedule sends, and how they become a <see cref="ScheduleContent"/>.</summary>
internal sealed record ScheduleContentColumns
{
    private const int MaxIntervalSeconds = 86_400;
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    // People with a database tool read the columns: Korean stays readable.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string? Text { get; init; }

    public string? ProcessedText { get; init; }

    public string? TemplateVariables { get; init; }

    public string? Images1 { get; init; }

    public string? Images2 { get; init; }

    public string? StorageMode { get; init; }

    public int? IntervalSeconds { get; init; }

    public int? WaitMs1 { get; init; }

    public int? WaitMs2 { get; init; }

    /// <summary>The columns for a content.</summary>
    public static ScheduleContentColumns Of(ScheduleContent content) => new()
    {
        Text = content.Text,
        ProcessedText = content.ProcessedText,
        TemplateVariables = content.TemplateValues is { } values ? JsonSerializer.Serialize(values, Readable) : null,
        Images1 = Write(content.Pictures1),
        Images2 = Write(content.Pictures2),
        StorageMode = content.Pictures1.Concat(content.Pictures2).Any(picture => picture.Base64 is not null) ? "base64" : "file",
        IntervalSeconds = (int)content.Interval.TotalSeconds,
        WaitMs1 = (int)(content.Wait1?.TotalMilliseconds ?? 0),
        WaitMs2 = (int)(content.Wait2?.TotalMilliseconds ?? 0),
    };

    /// <summary>The content; one whose columns make no sense has a problem and is never sent.</summary>
    public ScheduleContent Read()
    {
        var content = new ScheduleContent
        {
            Text = Text,
            ProcessedText = ProcessedText,
            Interval = TimeSpan.FromSeconds(Math.Clamp(IntervalSeconds ?? 1, 0, MaxIntervalSeconds)),
            Wait1 = ToWait(WaitMs1),
            Wait2 = ToWait(WaitMs2),
        };
        if (!TryReadValues(out var values))
            return content with { Problem = Unreadable("template_variables") };
        if (!TryReadPictures(Images1, out var pictures1))
            return content with { Problem = Unreadable("message_images_1") };
        if (!TryReadPictures(Images2, out var pictures2))
            return content with { Problem = Unreadable("message_images_2") };
        return content with { TemplateValues = values, Pictures1 = pictures1, Pictures2 = pictures2 };
    }

    private static string? Write(IReadOnlyList<SchedulePicture> pictures) => pictures.Count == 0 ? null : JsonSerializer.Serialize(
        pictures.Select(picture => new Dictionary<string, object?>
        {
            [picture.Base64 is null ? "path" : "base64"] = picture.Base64 ?? picture.Path,
            ["name"] = picture.Name,
            ["size"] = picture.Size,
        }.Where(field => field.Value is not null).ToDictionary()),
        Readable);

    private static TimeSpan? ToWait(int? milliseconds) => milliseconds is not > 0
        ? null
        : TimeSpan.FromMilliseconds(Math.Min(milliseconds.Value, MaxWait.TotalMilliseconds));

    // PHP writes [] for an empty array: no values, and the text goes out as it is. What is no JSON at all was meant to be something.
    private bool TryReadValues(out IReadOnlyDictionary<string, string>? values)
    {
        values = null;
        if (string.IsNullOrWhiteSpace(TemplateVariables))
            return true;

        try
        {
            using var document = JsonDocument.Parse(TemplateVariables);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return true;

            var read = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (ToText(property.Value) is { } text)
                    read[Bare(property.Name)] = text;
            }

            values = read;
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // What is no single value counts as missing, which is told when the text asks for it.
    private static string? ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static string Bare(string name) => name is ['{', .. var inner, '}'] ? inner : name;

    private bool TryReadPictures(string? json, out IReadOnlyList<SchedulePicture> pictures)
    {
        pictures = [];
        if (string.IsNullOrWhiteSpace(json))
            return true;

        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind is JsonValueKind.Null || (root.ValueKind is JsonValueKind.String && string.IsNullOrWhiteSpace(root.GetString())))
                return true;
            if (root.ValueKind != JsonValueKind.Array)
                return false;

            SchedulePicture?[] read = [.. root.EnumerateArray().Select(ReadPicture)];
            if (read.Any(picture => picture is null))
                return false;
            pictures = [.. read.OfType<SchedulePicture>()];
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private SchedulePicture? ReadPicture(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
            return new SchedulePicture(element.GetString(), null);
        if (element.ValueKind != JsonValueKind.Object)
            return null;

        var (path, base64) = (Find(element, "path") ?? Find(element, "url"), Find(element, "base64"));
        if (path is null && base64 is null)
            return null;

        // Where a row has both, the mode says which of them is kept up.
        if (path is not null && base64 is not null)
        {
            if (string.Equals(StorageMode?.Trim(), "file", StringComparison.OrdinalIgnoreCase))
                base64 = null;
            else
                path = null;
        }

        return new SchedulePicture(path, base64, Find(element, "name"), FindSize(element));
    }

    private static string? Find(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString())
            ? value.GetString()
            : null;

    private static long? FindSize(JsonElement element) =>
        element.TryGetProperty("size", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var size) ? size : null;

    private static string Unreadable(string column) => $"{column} 값을 읽을 수 없습니다.";
}
