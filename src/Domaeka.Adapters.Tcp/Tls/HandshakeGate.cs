using System.Net;

namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>Bounds the handshakes under way, of one port in all and of each address. Thread-safe.</summary>
internal sealed class HandshakeGate(int limit, int limitPerAddress)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private int _underWay;

    /// <summary>How many are under way.</summary>
    public int UnderWay
    {
        get
        {
            lock (_gate)
                return _underWay;
        }
    }

    /// <summary>Takes a place; false when none is left. Loopback and unknown addresses count in all only.</summary>
    public bool TryEnter(IPAddress? address)
    {
        lock (_gate)
        {
            if (_underWay >= limit)
                return false;
            if (IsCounted(address))
            {
                var count = _byAddress.GetValueOrDefault(address!);
                if (count >= limitPerAddress)
                    return false;
                _byAddress[address!] = count + 1;
            }

            _underWay++;
            return true;
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave(IPAddress? address)
    {
        lock (_gate)
        {
            _underWay--;
            if (!IsCounted(address))
                return;
            if (_byAddress[address!] == 1)
                _byAddress.Remove(address!);
            else
                _byAddress[address!]--;
        }
    }

    private static bool IsCounted(IPAddress? address) =>
        address is not null && !IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
}
