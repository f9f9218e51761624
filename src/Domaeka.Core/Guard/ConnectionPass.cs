using System.Net;

namespace Domaeka.Core.Guard;

/// <inheritdoc cref="IConnectionPass"/>
internal sealed class ConnectionPass(ConnectionGuard guard, IPNetwork network, AddressRecord record) : IConnectionPass
{
    private const int Open = 0;
    private const int Settled = 1;

    private int _state;
    private volatile bool _excused;

    public ConnectionVerdict Verdict => ConnectionVerdict.Admitted;

    public void MarkVerified()
    {
        if (Interlocked.Exchange(ref _state, Settled) == Open)
            guard.OnVerified(network, record);
    }

    public void Excuse() => _excused = true;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _state, Settled) == Open)
            guard.OnEndedUnverified(network, record, _excused);
    }
}
