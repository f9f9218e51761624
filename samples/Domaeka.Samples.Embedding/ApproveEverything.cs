using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;

namespace Domaeka.Samples.Embedding;

/// <summary>
/// Approves whatever is new, so that the sample answers without an administrator. A real program asks a person: see
/// <see cref="IDeviceDirectory.UpdateAsync"/> and <see cref="IRoomDirectory.UpdateAsync"/>.
/// </summary>
internal sealed class ApproveEverything(IDeviceStore devices, IRoomStore rooms, IDeviceDirectory deviceDirectory, IRoomDirectory roomDirectory)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var device in await devices.ListAsync(new DeviceQuery { Status = ApprovalStatus.Pending }, stoppingToken))
                await deviceDirectory.UpdateAsync(device.Key, new DeviceUpdate { Status = ApprovalStatus.Approved }, stoppingToken);
            foreach (var room in await rooms.ListAsync(new RoomQuery { Status = ApprovalStatus.Pending }, stoppingToken))
                await roomDirectory.UpdateAsync(room.Key, new RoomUpdate { Status = ApprovalStatus.Approved }, stoppingToken);
        }
    }
}
