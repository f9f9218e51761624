using System.Net;
using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Adapters.Tcp.Sockets;
using Domaeka.Core.Guard;
using Domaeka.Shared;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Domaeka.Adapters.Tcp;

/// <summary>
/// What each accepted connection meets first, before TLS too: is its address let in, is there a place, and its socket is set up. Leaves an
/// <see cref="IConnectionPass"/> with the connection.
/// </summary>
internal sealed class PhoneDoor
{
    private readonly PhoneServices _services;
    private readonly ConnectionLimiter _limiter;
    private readonly IConnectionGuard _guard;
    private readonly LogThrottle _refusalLog;
    private readonly LogThrottle _guardLog;

    public PhoneDoor(PhoneServices services, ConnectionLimiter limiter, IConnectionGuard guard)
    {
        _services = services;
        _limiter = limiter;
        _guard = guard;
        _refusalLog = new LogThrottle(services.Time);
        _guardLog = new LogThrottle(services.Time);
    }

    /// <summary>Lets the connection go on, or aborts it.</summary>
    public async Task EnterAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        // Disposed behind everything else: only then it is known how the connection has ended.
        using var pass = _guard.Enter((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (pass.Verdict != ConnectionVerdict.Admitted)
        {
            _services.Metrics.Refuse(pass.Verdict);
            LogTurnedAway(connection, pass.Verdict);
            connection.Abort(new ConnectionAbortedException("The address is not let in."));
            return;
        }

        if (!_limiter.TryEnter())
        {
            // Its dialect is not known before its handshake, and waiting for that costs what there is none of.
            pass.Excuse();
            _services.Metrics.RefuseForWantOfSpace();
            LogRefusal(connection);
            connection.Abort(new ConnectionAbortedException("Too many connections."));
            return;
        }

        _services.Metrics.Accept();
        try
        {
            if (connection.Features.Get<IConnectionSocketFeature>() is { } feature && !SocketTuning.TryApply(feature.Socket, _services.Sockets))
                _services.Logger.SocketNotTuned(connection.ConnectionId, connection.RemoteEndPoint);
            connection.Features.Set(pass);
            await next(connection);
        }
        finally
        {
            _limiter.Leave();
        }
    }

    private void LogRefusal(ConnectionContext connection)
    {
        if (_refusalLog.ShouldLog(out var withheld))
            _services.Logger.TooManyConnections(connection.ConnectionId, connection.RemoteEndPoint, _services.Options.MaxConnections, withheld);
    }

    private void LogTurnedAway(ConnectionContext connection, ConnectionVerdict verdict)
    {
        if (_guardLog.ShouldLog(out var withheld))
            _services.Logger.TurnedAway(connection.ConnectionId, connection.RemoteEndPoint, verdict, withheld);
    }
}
