using Domaeka.Adapters.Tcp.Liveness;
using Domaeka.Core.Connections;
using Domaeka.Core.Guard;
using Domaeka.Protocol;
using Microsoft.AspNetCore.Connections;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>What the parts of one session share: the connection, whose it is, and whether it is to end.</summary>
internal sealed class SessionState(ConnectionContext transport, PhoneServices services, IConnectionPass pass)
{
    private volatile PhoneConnection? _phone;
    private volatile bool _isLate;
    private volatile bool _serverStops;

    public ConnectionContext Transport => transport;

    public PhoneServices Services => services;

    public IConnectionPass Pass => pass;

    public DateTimeOffset ConnectedAt { get; } = services.Time.GetUtcNow();

    public Traffic Traffic { get; } = new(services.Metrics);

    public ArrivalClock Arrivals { get; } = new(services.Time);

    /// <summary>The phone; null before it has said who it is.</summary>
    public PhoneConnection? Phone => _phone;

    /// <summary>True once the phone has proven that it is who it says.</summary>
    public bool IsProven => _phone is { IsProven: true };

    /// <summary>True once the host stops.</summary>
    public bool ServerStops => _serverStops;

    public SessionName Name => new(transport.ConnectionId, _phone);

    /// <summary>Fires when a closing connection has used up its grace period; never before the phone has said who it is.</summary>
    public CancellationToken CutOff => _phone?.CutOff ?? default;

    /// <summary>The phone has said who it is.</summary>
    public PhoneConnection Open(PhoneIdentity identity, WireDialect dialect) =>
        _phone = new PhoneConnection(transport, services, identity, dialect, ConnectedAt, Traffic, Arrivals);

    /// <summary>The time to say whose connection this is is over.</summary>
    public void MarkLate()
    {
        _isLate = true;
        transport.Transport.Input.CancelPendingRead();
    }

    /// <summary>The host stops.</summary>
    public void StopWithServer()
    {
        _serverStops = true;
        transport.Transport.Input.CancelPendingRead();
        _phone?.Close(CloseReason.ServerShutdown);
    }

    /// <summary>Why nothing more is to be read; null to go on.</summary>
    public SessionEnd? FindEnd()
    {
        if (_phone is { } phone)
            return phone.IsClosing ? SessionEnd.ServerClosed : null;
        if (_serverStops)
            return SessionEnd.ServerClosed;
        if (!_isLate)
            return null;
        services.Logger.NotIdentified(transport.ConnectionId, transport.RemoteEndPoint, services.Options.HandshakeTimeout);
        return SessionEnd.NotIdentified;
    }

    /// <summary>Awaits the server's own work without holding the time against the phone: its ping answer may wait behind this line.</summary>
    public ValueTask<T> WhileClockStands<T>(ValueTask<T> work)
    {
        return work.IsCompleted || _phone is not { } phone ? work : WaitAsync(work, phone);

        static async ValueTask<T> WaitAsync(ValueTask<T> work, PhoneConnection phone)
        {
            phone.Pings.Pause();
            try
            {
                return await work;
            }
            finally
            {
                phone.Pings.Resume();
            }
        }
    }
}
