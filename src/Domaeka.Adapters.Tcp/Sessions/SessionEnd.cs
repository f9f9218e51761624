namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>Why the server stopped reading from a phone.</summary>
internal enum SessionEnd
{
    /// <summary>The phone has closed its side; answers on their way are still written.</summary>
    PhoneClosed,

    /// <summary>The phone, or the network between, has reset the connection.</summary>
    PhoneReset,

    /// <summary>The server closes: replaced, shut out, drained, dead.</summary>
    ServerClosed,

    /// <summary>The phone was told that it cannot be served.</summary>
    Refused,

    /// <summary>The connection never said whose it is.</summary>
    NotIdentified,

    /// <summary>Too much that was no protocol, or a change of identity.</summary>
    Violation,

    /// <summary>An error of the server's own.</summary>
    Failed,
}
