namespace Domaeka.Storage.MariaDb.Migrations;

/// <summary>The words that this server writes into columns that are enumerations in some databases and plain texts in the scripts here.</summary>
internal static class WordColumns
{
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["kb_schedule.schedule_type"] = ["once", "daily", "weekly", "cron"],
        ["kb_schedule.schedule_weekdays"] = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"],
        ["kb_schedule.status"] = ["active", "inactive", "completed", "error", "cancelled"],
        ["kb_schedule.image_storage_mode"] = ["file", "base64"],
        ["kb_schedule_logs.status"] = ["success", "failed", "partial"],
        ["kb_schedule_logs.send_components"] = ["text", "images_1", "images_2"],
        ["kb_chat_logs.message_type"] = ["normal", "command", "auto_reply", "notice"],
        ["kb_server_processes.mode"] = [],
    };

    /// <summary>Those of a column; for an enumeration in the scripts what it lists.</summary>
    public static IReadOnlyList<string> Of(string table, ColumnText reference) =>
        reference.Values is { Count: > 0 } values ? values : Words.GetValueOrDefault($"{table}.{reference.Name}") ?? [];
}
