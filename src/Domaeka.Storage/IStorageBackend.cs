using Domaeka.Core.Access;
using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Devices;
using Domaeka.Core.Events;
using Domaeka.Core.Guard;
using Domaeka.Core.Leases;
using Domaeka.Core.Media;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Outbox;
using Domaeka.Core.Processes;
using Domaeka.Core.Rooms;
using Domaeka.Core.Scheduling;
using Domaeka.Core.Sessions;
using Domaeka.Core.Storage;

namespace Domaeka.Storage;

/// <summary>One database with all its stores. A second database is a second implementation, chosen by <see cref="StorageOptions.Provider"/>.</summary>
internal interface IStorageBackend : IAsyncDisposable
{
    IDeviceStore Devices { get; }

    IRoomStore Rooms { get; }

    IRoomPresenceStore RoomPresence { get; }

    IApprovalChangeProbe ChangeProbe { get; }

    IChatLogStore ChatLog { get; }

    IOutboxStore Outbox { get; }

    IEventStore Events { get; }

    ILeaseStore Leases { get; }

    IApiKeyStore ApiKeys { get; }

    IServerProcessStore ServerProcesses { get; }

    IServerLoadStore ServerLoads { get; }

    IBotMappingStore BotMappings { get; }

    IMonitorStore Monitor { get; }

    IScheduleStore Schedules { get; }

    IMediaStore Media { get; }

    IAddressBlockStore AddressBlocks { get; }

    ISessionTokenStore SessionTokens { get; }

    IStorageHealth Health { get; }

    /// <summary>Opens the database, making and migrating it as needed. Before that, no store may be used.</summary>
    /// <exception cref="StorageMigrationException">It cannot be brought to the needed layout.</exception>
    Task InitializeAsync(CancellationToken cancellationToken);

    /// <summary>Gives up caches, where it has any. Does not wait for that, and does not throw.</summary>
    void Trim()
    {
    }
}
