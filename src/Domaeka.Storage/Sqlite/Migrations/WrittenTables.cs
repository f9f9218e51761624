namespace Domaeka.Storage.Sqlite.Migrations;

/// <summary>The tables of others that this server writes to. The rest is only read or kept for others.</summary>
internal static class WrittenTables
{
    private static readonly WrittenTable[] All =
    [
        new("kb_bot_devices", IsApproved: true),
        new("kb_rooms", IsApproved: true),
        new("kb_chat_logs"),
        new("kb_ping_monitor"),
        new("kb_schedule"),
        new("kb_schedule_logs"),
        new("kb_server_processes", Tolerated: "process_name"),
        new("kb_system_monitor"),
        new("kb_schedule"),
        new("kb_schedule_logs"),
    ];

    /// <summary>The table of that name, or null.</summary>
    public static WrittenTable? Find(string name) => All.FirstOrDefault(table => table.Name == name);
}
