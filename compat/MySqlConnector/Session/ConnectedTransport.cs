namespace MySqlConnector.Session;

/// <summary>A transport, and the name of the host that it leads to.</summary>
internal readonly record struct ConnectedTransport(Transport Transport, string Host);
