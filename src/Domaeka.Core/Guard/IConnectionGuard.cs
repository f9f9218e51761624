using System.Net;

namespace Domaeka.Core.Guard;

/// <summary>
/// Decides from where connections are taken (<c>docs/security.md</c>, "Abuse"). Every adapter asks for each connection that it accepts.
/// Never waits for a database. Thread-safe.
/// </summary>
public interface IConnectionGuard
{
    /// <summary>Asks for a fresh connection.</summary>
    /// <param name="remote">Where it comes from; null where that has no IP address, and then it is let in uncounted.</param>
    IConnectionPass Enter(IPAddress? remote);

    /// <summary>How many connections were refused since the start because their address is blocked.</summary>
    long RefusedBlocked { get; }

    /// <summary>How many connections were refused since the start because too many of their address had proven nothing.</summary>
    long RefusedUnverified { get; }

    /// <summary>How many connections have ended since the start without having been verified, by their own doing.</summary>
    long EndedUnverified { get; }

    /// <summary>How many open connections have proven nothing yet.</summary>
    int Unverified { get; }
}
