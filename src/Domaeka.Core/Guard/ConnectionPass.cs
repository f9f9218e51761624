using System.Net;

namespace Domaeka.Core.Guard;

/// <inheritdoc cref="IConnectionPass"/>
internal sealed class ConnectionPass(ConnectionGuard guard, IPNetwork network, AddressRecord record) : IConnectionPass
{
    private const int Unverified = 0;
    private const int Verified = 1;
    private const int Ended = 2;

    private int _state;
    private volatile bool _excused;

    public ConnectionVerdict Verdict => ConnectionVerdict.Admitted;

    public void MarkVerified()
    {
        if (Interlocked.CompareExchange(ref _state, Verified, Unverified) == Unverified)
            guard.OnVerified(network, record);
    }

    public void Excuse() => _excused = true;

    public void Dispose()
    {
        var before = Interlocked.Exchange(ref _state, Ended);
        if (before == Unverified)
            guard.OnEndedUnverified(network, record, _excused);
        else if (before == Verified)
            guard.OnEndedVerified(network, record);
    }
}
