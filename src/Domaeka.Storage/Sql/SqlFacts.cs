namespace Domaeka.Storage.Sql;

/// <summary>In what the tables of this database differ from those of another, after migration.</summary>
/// <param name="DevicesHaveMisspelling"><c>kb_bot_devices</c> has a column <c>descryption</c>.</param>
/// <param name="RoomsHaveMisspelling"><c>kb_rooms</c> has a column <c>descryption</c>.</param>
/// <param name="HasScheduleTriggers">Triggers on <c>kb_schedule</c> keep up <c>dk_schedules</c> and <c>dk_schedule_changes</c>.</param>
internal sealed record SqlFacts(bool DevicesHaveMisspelling, bool RoomsHaveMisspelling, bool HasScheduleTriggers)
{
    /// <summary>The key's column of <c>kb_servers</c>: <c>server_id</c>, or <c>id</c> on some databases.</summary>
    public string ServerKey { get; init; } = "server_id";

    /// <summary>There is a table <c>kb_bot_server_mapping</c> with the columns that are kept.</summary>
    public bool HasBotMapping { get; init; }

    /// <summary>The columns that <c>kb_bot_server_mapping</c> must have.</summary>
    public static IReadOnlyList<string> MappingColumns { get; } = ["bot_name", "server_id", "connected_at", "last_ping_at", "is_active"];

    /// <summary>What <c>kb_system_monitor</c> calls the time of a sample beside <c>created_at</c>; null where it has no further name for it.</summary>
    public string? SampleTimeColumn { get; init; }

    /// <summary>The names of it that were seen, or stand to reason.</summary>
    public static IReadOnlyList<string> SampleTimeColumns { get; } = ["recorded_at", "measured_at", "checked_at", "server_timestamp", "timestamp"];

    /// <summary>The misspelt column.</summary>
    public const string Misspelling = "descryption";

    /// <summary>
    /// What to select as the description. Where there is a column <c>descryption</c>, the web admin of that database writes
    /// it, so it goes before ours.
    /// </summary>
    public static string SelectDescription(bool misspelling) =>
        misspelling ? "coalesce(nullif(descryption, ''), description)" : "description";

    /// <summary>What to set for the parameter <c>@Description</c>: null leaves it, an empty string clears it.</summary>
    public static string SetDescription(bool misspelling)
    {
        const string Set = "{0} = CASE WHEN @Description IS NULL THEN {0} ELSE nullif(@Description, '') END";
        var both = string.Format(System.Globalization.CultureInfo.InvariantCulture, Set, "description");
        if (misspelling)
            both += ", " + string.Format(System.Globalization.CultureInfo.InvariantCulture, Set, "descryption");
        return both;
    }
}
