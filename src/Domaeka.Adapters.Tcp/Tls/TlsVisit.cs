using System.Net;

namespace Domaeka.Adapters.Tcp.Tls;

/// <summary>One connection on its way through the handshake.</summary>
internal sealed class TlsVisit(HandshakeGate gate, IPAddress? address, long since)
{
    private bool _isIn;

    /// <summary>When it came, as a timestamp.</summary>
    public long Since => since;

    /// <summary>True when the handshake has succeeded.</summary>
    public bool IsIn => _isIn;

    /// <summary>Why its certificate was refused; null when it was not.</summary>
    public string? Refusal { get; set; }

    /// <summary>The handshake has succeeded.</summary>
    public void Enter()
    {
        _isIn = true;
        gate.Leave(address);
    }

    /// <summary>The connection has ended.</summary>
    public void End()
    {
        if (!_isIn)
            gate.Leave(address);
    }
}
