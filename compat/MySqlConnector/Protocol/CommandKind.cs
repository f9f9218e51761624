namespace MySqlConnector.Protocol;

/// <summary>First byte of a command's payload (MySQL protocol, "Command Phase").</summary>
internal enum CommandKind : byte
{
    Quit = 0x01,
    InitDatabase = 0x02,
    Query = 0x03,
    Ping = 0x0E,
    StatementPrepare = 0x16,
    StatementExecute = 0x17,
    StatementClose = 0x19,
    ResetConnection = 0x1F,
}
