using System.Text.Json;
using Domaeka.Core.Rooms;

namespace Domaeka.Storage.Rows;

/// <summary><c>kb_rooms.log_settings</c>: <c>{"enabled":bool,"retention_days":int}</c>.</summary>
internal static class RoomLogSettingsJson
{
    /// <summary>What is missing or unreadable takes its value from <see cref="RoomLogSettings.Default"/>, each property for itself.</summary>
    public static RoomLogSettings Read(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return RoomLogSettings.Default;

        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return RoomLogSettings.Default;

            var enabled = !root.TryGetProperty("enabled", out var flag) || flag.ValueKind != JsonValueKind.False;
            int? retention = root.TryGetProperty("retention_days", out var days)
                && days.ValueKind == JsonValueKind.Number
                && days.TryGetInt32(out var count)
                && count > 0 ? count : null;
            return new RoomLogSettings(enabled, retention);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return RoomLogSettings.Default;
        }
    }

    /// <summary>The JSON to store.</summary>
    public static string Write(RoomLogSettings settings)
    {
        var enabled = settings.Enabled ? "true" : "false";
        return settings.RetentionDays is { } days
            ? $$"""{"enabled":{{enabled}},"retention_days":{{days}}}"""
            : $$"""{"enabled":{{enabled}}}""";
    }
}
