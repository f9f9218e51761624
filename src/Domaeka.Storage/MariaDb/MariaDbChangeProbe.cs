using Domaeka.Core.Approval;

namespace Domaeka.Storage.MariaDb;

/// <summary>
/// Compares the contents of devices and rooms with those of the last time, by a sum over all rows: times of change have a resolution of a second
/// in many databases, and not everybody who edits a row sets them. An edit that is undone before it is looked for is none.
/// </summary>
internal sealed class MariaDbChangeProbe(MariaDbDatabase database) : IApprovalChangeProbe
{
    private static readonly string[] DeviceColumns =
        ["bot_name", "device_id", "status", "device_uuid", "max_message_size", "rejection_reason", "approved_at"];

    private static readonly string[] RoomColumns =
        ["bot_name", "room_id", "room_name", "status", "room_concurrency", "room_owners", "log_settings", "device_id", "rejection_reason", "approved_at"];

    // A restarted server must not find a stamp of the one before.
    private readonly string _start = Guid.NewGuid().ToString("N")[..8];
    private readonly Lock _gate = new();
    private string _last = "";
    private long _changes;

    public async Task<string> ReadStampAsync(CancellationToken cancellationToken)
    {
        var facts = database.Facts;
        var sql = Select("kb_bot_devices", DeviceColumns, facts.DevicesHaveMisspelling) + " UNION ALL " + Select("kb_rooms", RoomColumns, facts.RoomsHaveMisspelling);
        var sums = await database.ReadAsync(
            (MariaDbSession session) => session.ListAsync(sql, row => $"{row.Int64(0)}:{row.Text(1)}", cancellationToken), cancellationToken);
        lock (_gate)
        {
            var now = string.Join('/', sums);
            if (now != _last)
                (_last, _changes) = (now, _changes + 1);
            return $"{_start}:{_changes}";
        }
    }

    // As bytes, since columns of different collations cannot be joined to one text; each with its length, so that nothing can move from one
    // column into the next unseen.
    private static string Select(string table, string[] columns, bool hasMisspelling)
    {
        string[] all = [.. columns, "description", .. hasMisspelling ? [Sql.SqlFacts.Misspelling] : Array.Empty<string>()];
        var text = string.Join(", ", all.Select(column => $"coalesce(length({column}), -1), coalesce(CAST({column} AS BINARY), '')"));
        return $"SELECT count(*), CAST(coalesce(bit_xor(CAST(conv(left(md5(concat_ws('|', {text})), 16), 16, 10) AS UNSIGNED)), 0) AS CHAR) FROM {table}";
    }
}
