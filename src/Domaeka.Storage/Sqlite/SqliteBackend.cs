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
using Domaeka.Storage.Media;
using Domaeka.Storage.Sql;
using Domaeka.Storage.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Storage.Sqlite;

/// <summary>The stores on SQLite.</summary>
internal sealed class SqliteBackend : IStorageBackend
{
    public SqliteBackend(IOptions<StorageOptions> options, TimeProvider time, ILogger<SqliteDatabase> logger, StorageMetrics metrics)
    {
        Database = new SqliteDatabase(options, time, logger, metrics);
        var common = new SqliteSqlDatabase(Database);
        Devices = new SqlDeviceStore(common);
        Rooms = new SqlRoomStore(common);
        RoomPresence = new SqlRoomPresenceStore(common);
        ChangeProbe = new SqliteChangeProbe(Database);
        ChatLog = new SqliteChatLogStore(Database);
        Outbox = new SqliteOutboxStore(Database, logger);
        Events = new SqliteEventStore(Database);
        Leases = new SqlLeaseStore(common);
        ApiKeys = new SqlApiKeyStore(common);
        ServerProcesses = new SqlServerProcessStore(common, time);
        ServerLoads = new SqlServerLoadStore(common);
        BotMappings = new SqlBotMappingStore(common);
        Monitor = new SqlMonitorStore(common);
        Schedules = new SqlScheduleStore(common, new SqlScheduleFeed(common));
        Media = new FileMediaStore(options, time);
        AddressBlocks = new SqlAddressBlockStore(common);
        SessionTokens = new SqlSessionTokenStore(common);
        Health = new SqliteStorageHealth(Database, options.Value.HealthTimeout, time);
    }

    /// <summary>What the stores share.</summary>
    public SqliteDatabase Database { get; }

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

    public void Trim() => Database.Trim();

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
