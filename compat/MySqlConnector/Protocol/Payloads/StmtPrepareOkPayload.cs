using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Protocol.Payloads;

/// <summary>The statement is prepared. MySQL protocol, "COM_STMT_PREPARE_OK".</summary>
internal readonly struct StmtPrepareOkPayload
{
    public uint StatementId { get; private init; }

    public int ColumnCount { get; private init; }

    public int ParameterCount { get; private init; }

    public static StmtPrepareOkPayload Parse(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        reader.ReadExactly(OkPayload.Header, "The answer to a preparation");
        var id = reader.ReadUInt32();
        var columns = reader.ReadUInt16();
        var parameters = reader.ReadUInt16();
        reader.Skip(1);
        // The number of warnings; servers that have none to tell may leave it out.
        if (reader.Remaining > 0)
            reader.Skip(2);
        reader.ExpectEnd("The answer to a preparation");
        return new StmtPrepareOkPayload { StatementId = id, ColumnCount = columns, ParameterCount = parameters };
    }
}
