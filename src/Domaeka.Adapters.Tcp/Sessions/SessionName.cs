using Domaeka.Core.Connections;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>Whose session it is, for logs.</summary>
/// <param name="ConnectionId">The connection.</param>
/// <param name="Phone">The phone; null before it has said who it is.</param>
internal readonly record struct SessionName(string ConnectionId, IPhoneConnection? Phone)
{
    public string? Bot => Phone?.Identity.Device.BotName;

    public string? DeviceId => Phone?.Identity.Device.DeviceId;
}
