using Domaeka.Adapters.Tcp.Sessions;
using Microsoft.AspNetCore.Connections;

namespace Domaeka.Adapters.Tcp;

/// <summary>What Kestrel calls for each phone that connects.</summary>
internal sealed class PhoneConnectionHandler : ConnectionHandler
{
    private readonly PhoneServices _services;
    private readonly ConnectionLimiter _limiter;
    private readonly Lock _gate = new();
    private LogThrottle _refusalLog;

    public PhoneConnectionHandler(PhoneServices services, ConnectionLimiter limiter)
    {
        _services = services;
        _limiter = limiter;
        _refusalLog = new LogThrottle(services.Time);
    }

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        if (!_limiter.TryEnter())
        {
            // Its dialect is not known before its handshake, and waiting for that costs what there is none of.
            LogRefusal(connection);
            connection.Abort(new ConnectionAbortedException("Too many connections."));
            return;
        }

        try
        {
            _services.Logger.Accepted(connection.ConnectionId, connection.RemoteEndPoint);
            await new PhoneSession(connection, _services).RunAsync();
        }
        finally
        {
            _limiter.Leave();
        }
    }

    private void LogRefusal(ConnectionContext connection)
    {
        lock (_gate)
        {
            if (_refusalLog.ShouldLog(out var withheld))
            {
                _services.Logger.TooManyConnections(
                    connection.ConnectionId, connection.RemoteEndPoint, _services.Options.MaxConnections, withheld);
            }
        }
    }
}
