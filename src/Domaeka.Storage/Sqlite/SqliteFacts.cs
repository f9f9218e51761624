using Dapper;
using Microsoft.Data.Sqlite;

namespace Domaeka.Storage.Sqlite;

/// <summary>In what the tables of this database differ from those of another, after migration.</summary>
/// <param name="DevicesHaveMisspelling"><c>kb_bot_devices</c> has a column <c>descryption</c>.</param>
/// <param name="RoomsHaveMisspelling"><c>kb_rooms</c> has a column <c>descryption</c>.</param>
internal sealed record SqliteFacts(bool DevicesHaveMisspelling, bool RoomsHaveMisspelling)
{
    public static SqliteFacts Read(SqliteConnection connection) =>
        new(HasMisspelling(connection, "kb_bot_devices"), HasMisspelling(connection, "kb_rooms"));

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

    private static bool HasMisspelling(SqliteConnection connection, string table) => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM pragma_table_info(@table) WHERE lower(name) = 'descryption'", new { table }) > 0;
}
