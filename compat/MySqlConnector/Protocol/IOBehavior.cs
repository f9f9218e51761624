namespace MySqlConnector.Protocol;

/// <summary>Whether an operation may wait by blocking its thread (the synchronous half of ADO.NET) or must await.</summary>
internal enum IOBehavior
{
    Synchronous,
    Asynchronous,
}
