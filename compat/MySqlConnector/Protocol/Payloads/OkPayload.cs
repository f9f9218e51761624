using System.Text;
using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>
/// A command is done. MySQL protocol, "OK_Packet". With CLIENT_DEPRECATE_EOF the same content under the header 0xFE ends the rows.
/// </summary>
internal readonly struct OkPayload
{
    public const byte Header = 0x00;

    // enum_session_state_type: the only change that is of interest is that of the current database.
    private const ulong SessionTrackSchema = 1;

    public ulong AffectedRows { get; private init; }

    public ulong LastInsertId { get; private init; }

    public ServerStatus Status { get; private init; }

    public ushort Warnings { get; private init; }

    /// <summary>The database that is now the current one; null when it did not change.</summary>
    public string? NewDatabase { get; private init; }

    public static OkPayload Parse(ReadOnlySpan<byte> payload, ServerCapabilities capabilities)
    {
        var reader = new PayloadReader(payload);
        var header = reader.ReadByte();
        if (header is not (Header or EofPayload.Header))
            throw new MySqlProtocolException($"An OK begins with 0x00 or 0xFE, not with 0x{header:X2}.");
        var affected = reader.ReadLengthEncodedInteger();
        var lastInsertId = reader.ReadLengthEncodedInteger();
        var status = (ServerStatus)reader.ReadUInt16();
        var warnings = reader.ReadUInt16();
        string? database = null;

        if (capabilities.HasFlag(ServerCapabilities.SessionTrack))
        {
            if (reader.Remaining > 0)
                reader.ReadLengthEncoded();
            if (status.HasFlag(ServerStatus.SessionStateChanged))
                database = FindNewDatabase(reader.ReadLengthEncoded());
            reader.ExpectEnd("An OK");
        }

        // Without session tracking the rest is a text for people, with no length of its own.
        return new OkPayload
        {
            AffectedRows = affected,
            LastInsertId = lastInsertId,
            Status = status,
            Warnings = warnings,
            NewDatabase = database,
        };
    }

    private static string? FindNewDatabase(ReadOnlySpan<byte> changes)
    {
        var reader = new PayloadReader(changes);
        string? database = null;
        while (reader.Remaining > 0)
        {
            var type = reader.ReadLengthEncodedInteger();
            var data = reader.ReadLengthEncoded();
            if (type == SessionTrackSchema)
            {
                var change = new PayloadReader(data);
                database = Encoding.UTF8.GetString(change.ReadLengthEncoded());
            }
        }

        return database;
    }
}
