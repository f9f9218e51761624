using Domaeka.Adapters.Tcp.Sessions;
using Domaeka.Core.Guard;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Domaeka.Adapters.Tcp;

/// <summary>What Kestrel calls for each phone that has come through the <see cref="PhoneDoor"/>.</summary>
internal sealed class PhoneConnectionHandler(PhoneServices services) : ConnectionHandler
{
    /// <inheritdoc/>
    public override Task OnConnectedAsync(ConnectionContext connection)
    {
        services.Logger.Accepted(connection.ConnectionId, connection.RemoteEndPoint);
        return new PhoneSession(connection, services, connection.Features.GetRequiredFeature<IConnectionPass>()).RunAsync();
    }
}
