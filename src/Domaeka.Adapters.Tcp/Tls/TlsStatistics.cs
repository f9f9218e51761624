using System.Collections.Immutable;

namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>Counts what came of handshakes since the start, over all ports. Thread-safe.</summary>
internal sealed class TlsStatistics
{
    private long _succeeded;
    private long _failed;
    private long _refused;
    private ImmutableList<TlsPort> _ports = [];

    /// <summary>The ports that speak TLS.</summary>
    public IReadOnlyList<TlsPort> Ports => Volatile.Read(ref _ports);

    /// <summary>Handshakes that succeeded.</summary>
    public long Succeeded => Volatile.Read(ref _succeeded);

    /// <summary>Handshakes that did not: no TLS, no agreement, a certificate that was refused, or too slow.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Connections that were cut before theirs, since too many were under way.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>A port speaks TLS from now on.</summary>
    public void Add(TlsPort port) => ImmutableInterlocked.Update(ref _ports, static (ports, added) => ports.Add(added), port);

    /// <summary>One succeeded.</summary>
    public void CountSuccess() => Interlocked.Increment(ref _succeeded);

    /// <summary>One did not.</summary>
    public void CountFailure() => Interlocked.Increment(ref _failed);

    /// <summary>One was cut before it began.</summary>
    public void CountRefusal() => Interlocked.Increment(ref _refused);
}
