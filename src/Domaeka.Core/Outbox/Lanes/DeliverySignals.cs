using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>
/// Brings to the engine what happens elsewhere. It stands between them because the engine asks the same directories that tell of
/// changes; the engine takes its place here when the host starts.
/// </summary>
internal sealed class DeliverySignals : IApprovalObserver, IConnectionObserver
{
    private volatile DeliveryEngine? _engine;

    public void Attach(DeliveryEngine engine) => _engine = engine;

    public void OnDeviceChanged(Device? before, Device? after) => _engine?.Outdate((after ?? before)!.Key.BotName);

    public void OnRoomChanged(Room? before, Room? after) => _engine?.Outdate((after ?? before)!.Key.BotName);

    /// <summary>A phone was heard in a room for the first time, or by another name of it.</summary>
    public void OnPresenceChanged(RoomKey room) => _engine?.Outdate(room.BotName);

    public void OnLive(IPhoneConnection connection) => _engine?.OnLive(connection);

    public void OnGone(IPhoneConnection connection) => _engine?.OnGone(connection);

    /// <summary>Phones have come to other processes or left them.</summary>
    public void OnElsewhere(IReadOnlyDictionary<DeviceKey, long> phones) => _engine?.SetElsewhere(phones);

    /// <summary>Lets nothing more go over this connection; the phone's next one is free of it.</summary>
    public void Hold(IPhoneConnection connection) => _engine?.Hold(connection);

    /// <summary>Ends <see cref="Hold"/> of every connection, and <see cref="QuiesceAsync"/>.</summary>
    public void Resume() => _engine?.Resume();

    /// <summary>Lets nothing more go to the phones, and completes when what is under way is confirmed or lost.</summary>
    public Task QuiesceAsync() => _engine?.QuiesceAsync() ?? Task.CompletedTask;
}
