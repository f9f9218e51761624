namespace Domaeka.Core.Guard;

/// <summary>
/// What the guard remembers of one connection. Disposed when the connection has ended; a connection that ends without
/// <see cref="MarkVerified"/> or <see cref="Excuse"/> counts against its address. Thread-safe; every method may be called again.
/// </summary>
public interface IConnectionPass : IDisposable
{
    /// <summary>Whether the connection may speak. If not, nothing else needs to be called.</summary>
    ConnectionVerdict Verdict { get; }

    /// <summary>The phone has proven who it is: the connection counts against nobody, and its address as one where phones are.</summary>
    void MarkVerified();

    /// <summary>If the connection ends unverified, that is the server's own doing: it stops, is full, or cannot reach its database.</summary>
    void Excuse();
}
