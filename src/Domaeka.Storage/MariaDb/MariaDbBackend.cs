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
using Domaeka.Storage.Sql;
using Domaeka.Storage.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Storage.MariaDb;

/// <summary>The stores on MariaDB or MySQL.</summary>
internal sealed class MariaDbBackend : IStorageBackend
{
    public MariaDbBackend(IOptions<StorageOptions> options, TimeProvider time, ILogger<MariaDbDatabase> logger, StorageMetrics metrics)
    {
        Database = new MariaDbDatabase(options, time, logger, metrics);
        Devices = new SqlDeviceStore(Database);
        Rooms = new SqlRoomStore(Database);
        RoomPresence = new SqlRoomPresenceStore(Database);
        ChangeProbe = new MariaDbChangeProbe(Database);
        ChatLog = new MariaDbChatLogStore(Database, new MariaDbCommits(Database, "chat", time, logger));
        Outbox = new MariaDbOutboxStore(Database, new MariaDbOutboxWriter(Database, new MariaDbCommits(Database, "outbox", time, logger), logger));
        Events = new MariaDbEventStore(Database);
        Leases = new SqlLeaseStore(Database);
        AddressBlocks = new SqlAddressBlockStore(Database);
        SessionTokens = new SqlSessionTokenStore(Database);
        ApiKeys = new SqlApiKeyStore(Database);
        ServerProcesses = new SqlServerProcessStore(Database, time);
        ServerLoads = new SqlServerLoadStore(Database);
        BotMappings = new SqlBotMappingStore(Database);
        Monitor = new SqlMonitorStore(Database);
        Schedules = new SqlScheduleStore(Database, new MariaDbScheduleFeed(Database, time, new ScheduleComparison(Database)));
        Media = new MariaDbMediaStore(Database, time);
        Health = new MariaDbStorageHealth(Database, options.Value.HealthTimeout, time);
    }

    /// <summary>What the stores share.</summary>
    public MariaDbDatabase Database { get; }

    public IDeviceStore Devices { get; }

    public IRoomStore Rooms { get; }

    public IRoomPresenceStore RoomPresence { get; }

    public IApprovalChangeProbe ChangeProbe { get; }

    public IChatLogStore ChatLog { get; }

    public IOutboxStore Outbox { get; }

    public IEventStore Events { get; }

    public ILeaseStore Leases { get; }

    public IApiKeyStore ApiKeys { get; }

    public IServerProcessStore ServerProcesses { get; }

    public IServerLoadStore ServerLoads { get; }

    public IBotMappingStore BotMappings { get; }

    public IMonitorStore Monitor { get; }

    public IScheduleStore Schedules { get; }

    public IMediaStore Media { get; }

    public IAddressBlockStore AddressBlocks { get; }

    public ISessionTokenStore SessionTokens { get; }

    public IStorageHealth Health { get; }

    public Task InitializeAsync(CancellationToken cancellationToken) => Database.InitializeAsync(cancellationToken);

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
