using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Commands;
using Domaeka.Core.Commands.BuiltIn;
using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Dispatch;
using Domaeka.Core.Draining;
using Domaeka.Core.Events;
using Domaeka.Core.Guard;
using Domaeka.Core.Leases;
using Domaeka.Core.Memory;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Outbox;
using Domaeka.Core.Outbox.Intake;
using Domaeka.Core.Outbox.Journal;
using Domaeka.Core.Outbox.Lanes;
using Domaeka.Core.Outbox.Reading;
using Domaeka.Core.Processes;
using Domaeka.Core.Retention;
using Domaeka.Core.Rooms;
using Domaeka.Core.Scheduling;
using Domaeka.Core.Sessions;
using Domaeka.Core.Status;
using Domaeka.Core.Storage;
using Domaeka.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Domaeka.Core;

/// <summary>Registers the core.</summary>
public static class DomaekaServiceCollectionExtensions
{
    /// <summary>
    /// Adds the core with its built-in commands. The program brings logging (every host does), adds a storage (the <c>I...Store</c> interfaces,
    /// <see cref="IApprovalChangeProbe"/> and <see cref="IStorageHealth"/>) and at least one adapter that hands chat lines to
    /// <see cref="IChatPipeline"/>. Options are validated when the host starts, all errors at once.
    /// </summary>
    public static DomaekaBuilder AddDomaeka(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StorageState>();
        services.TryAddSingleton<ServerCounters>();
        services.TryAddSingleton<EventSignal>();

        services.AddApproval();
        services.AddGuard();
        services.AddSessions();
        services.AddEvents();
        services.AddChat();
        services.AddCommands();
        services.AddDispatch();
        services.AddDelivery();
        services.AddScheduling();
        services.AddMemory();
        services.AddDraining();
        services.AddStatus();
        services.AddMonitoring();
        services.AddRetention();
        services.AddTelemetry();
        return new DomaekaBuilder(services);
    }

    private static void AddApproval(this IServiceCollection services)
    {
        services.AddValidatedOptions<ApprovalOptions, ApprovalOptionsValidator>();
        services.TryAddSingleton<Places>();
        services.TryAddSingleton<ConnectionRegistry>();
        services.TryAddSingleton<IConnectionRegistry>(provider => provider.GetRequiredService<ConnectionRegistry>());
        services.AddSingleton<IApprovalObserver>(provider => provider.GetRequiredService<ConnectionRegistry>());
        services.TryAddSingleton<DeliverySignals>();
        services.AddSingleton<IApprovalObserver>(provider => provider.GetRequiredService<DeliverySignals>());
        services.AddSingleton<IConnectionObserver>(provider => provider.GetRequiredService<DeliverySignals>());
        services.TryAddSingleton<RoomPresenceDirectory>();

        services.TryAddSingleton<DeviceDirectory>();
        services.TryAddSingleton<IDeviceDirectory>(provider => provider.GetRequiredService<DeviceDirectory>());
        services.TryAddSingleton<RoomDirectory>();
        services.TryAddSingleton<IRoomDirectory>(provider => provider.GetRequiredService<RoomDirectory>());

        // Rooms are read again before devices: a phone that is told of its approval may speak at once.
        services.AddSingleton<IReloadable>(provider => provider.GetRequiredService<RoomDirectory>());
        services.AddSingleton<IReloadable>(provider => provider.GetRequiredService<DeviceDirectory>());
        services.AddHostedService<ApprovalRefresher>();
    }

    private static void AddGuard(this IServiceCollection services)
    {
        services.AddValidatedOptions<GuardOptions, GuardOptionsValidator>();
        services.TryAddSingleton<ConnectionGuard>();
        services.TryAddSingleton<IConnectionGuard>(provider => provider.GetRequiredService<ConnectionGuard>());
        services.TryAddSingleton<GuardStorage>();
        services.TryAddSingleton<IAddressBlocks, AddressBlocks>();
        services.AddHostedService<GuardKeeper>();
    }

    private static void AddSessions(this IServiceCollection services)
    {
        services.AddValidatedOptions<SessionTokenOptions, SessionTokenOptionsValidator>();
        services.TryAddSingleton<ISessionTokens, SessionTokens>();
        services.TryAddSingleton<SessionTokenEnder>();
        services.AddSingleton<IApprovalObserver>(provider => provider.GetRequiredService<SessionTokenEnder>());
        services.AddHostedService(provider => provider.GetRequiredService<SessionTokenEnder>());
    }

    private static void AddEvents(this IServiceCollection services)
    {
        services.AddValidatedOptions<EventOptions, EventOptionsValidator>();
        services.TryAddSingleton<IEventFeed, EventFeed>();
        services.TryAddSingleton<EventRecorder>();
        services.AddSingleton<IApprovalObserver>(provider => provider.GetRequiredService<EventRecorder>());
        services.AddSingleton<IConnectionObserver>(provider => provider.GetRequiredService<EventRecorder>());

        // Started behind the first load of the tables, which is no news; stopped behind the phones' farewell, which is.
        services.AddHostedService(provider => provider.GetRequiredService<EventRecorder>());
    }

    private static void AddChat(this IServiceCollection services)
    {
        services.AddValidatedOptions<ChatOptions, ChatOptionsValidator>();
        services.AddValidatedOptions<ChatLogOptions, ChatLogOptionsValidator>();
        services.TryAddSingleton<DuplicateFilter>();
        services.TryAddSingleton<ChatLog>();
        services.TryAddSingleton<IChatLog>(provider => provider.GetRequiredService<ChatLog>());

        // Hosted services stop in reverse order: the chat log is written out after everything that may add to it has stopped.
        services.AddHostedService(provider => provider.GetRequiredService<ChatLog>());
        services.TryAddSingleton<IChatPipeline, ChatPipeline>();
    }

    private static void AddCommands(this IServiceCollection services)
    {
        services.AddValidatedOptions<CommandOptions, CommandOptionsValidator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChatCommand, EchoCommand>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChatCommand, HelpCommand>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IChatCommand, ClientInfoCommand>());
        services.TryAddSingleton<CommandRouter>();
        services.TryAddSingleton<CommandCircuits>();
        services.TryAddSingleton<StuckCommands>();
        services.TryAddSingleton<CommandMonitor>();
        services.TryAddSingleton<CommandRunner>();
    }

    private static void AddDispatch(this IServiceCollection services)
    {
        services.AddValidatedOptions<DispatchOptions, DispatchOptionsValidator>();
        services.TryAddSingleton<LaneDispatcher>();
        services.TryAddSingleton<ILaneDispatcher>(provider => provider.GetRequiredService<LaneDispatcher>());
        services.AddHostedService(provider => provider.GetRequiredService<LaneDispatcher>());
    }

    private static void AddDelivery(this IServiceCollection services)
    {
        services.AddValidatedOptions<DeliveryOptions, DeliveryOptionsValidator>();
        services.AddHostedService(provider => provider.GetRequiredService<RoomPresenceDirectory>());
        services.TryAddSingleton<RoutePlanner>();
        services.TryAddSingleton<PartLoader>();

        services.AddLeases();

        // Stopped in reverse: what the phones still confirm while they are sent away is written out after them, and then the lease ends.
        services.TryAddSingleton<LaneRequests>();
        services.TryAddSingleton<OutboxJournal>();
        services.TryAddSingleton<DeliveryEngine>();
        services.AddHostedService<LeaseKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxJournal>());
        services.AddHostedService<OutboxRecovery>();
        services.TryAddSingleton<LaneAdopter>();
        services.AddHostedService(provider => provider.GetRequiredService<LaneAdopter>());
        services.AddHostedService(provider => provider.GetRequiredService<PhoneClaimer>());
        services.AddHostedService<Mailbox>();
        services.AddSingleton<IMailReceiver>(provider => provider.GetRequiredService<LaneAdopter>());
        services.TryAddSingleton<RemoteCancel>();
        services.AddSingleton<IMailReceiver>(provider => provider.GetRequiredService<RemoteCancel>());

        services.TryAddSingleton<IMessageSender, MessageSender>();
        services.TryAddSingleton<MessageExplainer>();
        services.TryAddSingleton<IMessageReader, MessageReader>();
    }

    private static void AddLeases(this IServiceCollection services)
    {
        services.AddValidatedOptions<LeaseOptions, LeaseOptionsValidator>();
        services.TryAddSingleton<InstanceLease>();
        services.TryAddSingleton<RemotePhones>();
        services.TryAddSingleton<PhoneClaimer>();
        services.TryAddSingleton<PeerProcesses>();
        services.TryAddSingleton<IPeerProcesses>(provider => provider.GetRequiredService<PeerProcesses>());
        services.AddSingleton<IMailReceiver>(provider => provider.GetRequiredService<PeerProcesses>());
        services.AddSingleton<IConnectionObserver>(provider => provider.GetRequiredService<PhoneClaimer>());
    }

    private static void AddScheduling(this IServiceCollection services)
    {
        services.AddValidatedOptions<SchedulingOptions, SchedulingOptionsValidator>();
        services.TryAddSingleton(provider => new ScheduleZone(
            TimeZoneInfo.FindSystemTimeZoneById(provider.GetRequiredService<IOptions<SchedulingOptions>>().Value.TimeZone)));
        services.TryAddSingleton<PictureReader>();
        services.TryAddSingleton<ScheduleContentBuilder>();
        services.TryAddSingleton<SchedulePlan>();
        services.TryAddSingleton<ScheduleRunner>();
        services.TryAddSingleton<SchedulePlanner>();
        services.TryAddSingleton<ISchedulePlanner>(provider => provider.GetRequiredService<SchedulePlanner>());
        services.TryAddSingleton<IScheduleManager, ScheduleManager>();
        services.AddHostedService(provider => provider.GetRequiredService<SchedulePlanner>());
    }

    private static void AddMemory(this IServiceCollection services)
    {
        services.AddValidatedOptions<MemoryOptions, MemoryOptionsValidator>();
        services.TryAddSingleton<IMemoryGauge, ProcessMemoryGauge>();
        services.TryAddSingleton<MemoryWatch>();
        services.TryAddSingleton<IMemoryWatch>(provider => provider.GetRequiredService<MemoryWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<MemoryWatch>());
    }

    private static void AddDraining(this IServiceCollection services)
    {
        services.AddValidatedOptions<MigrationOptions, MigrationOptionsValidator>();
        services.TryAddSingleton<OwnAddresses>();
        services.TryAddSingleton<ServerDrain>();
        services.TryAddSingleton<IServerDrain>(provider => provider.GetRequiredService<ServerDrain>());
    }

    private static void AddStatus(this IServiceCollection services)
    {
        services.AddValidatedOptions<ProcessOptions, ProcessOptionsValidator>();
        services.TryAddSingleton<ServerStart>();
        services.AddHostedService(provider => provider.GetRequiredService<ServerStart>());
        services.TryAddSingleton<IServerStatusSource, ServerStatusSource>();
        services.TryAddSingleton<IListeningPort, ConfiguredPort>();
        services.AddHostedService<ProcessHeartbeat>();

        // Behind the heartbeat, which makes the row that names the server.
        services.TryAddSingleton<ServerLoadReporter>();
        services.AddHostedService(provider => provider.GetRequiredService<ServerLoadReporter>());
        services.TryAddSingleton<IPhoneAdmission, PhoneAdmission>();
        services.TryAddSingleton<BotMappingRecorder>();
        services.AddSingleton<IConnectionObserver>(provider => provider.GetRequiredService<BotMappingRecorder>());
        services.AddHostedService(provider => provider.GetRequiredService<BotMappingRecorder>());
    }

    private static void AddMonitoring(this IServiceCollection services)
    {
        services.AddValidatedOptions<MonitoringOptions, MonitoringOptionsValidator>();
        services.TryAddSingleton<ProcessUsageMeter>();
        services.TryAddSingleton<PingRecorder>();
        services.TryAddSingleton<IPingRecorder>(provider => provider.GetRequiredService<PingRecorder>());
        services.AddHostedService(provider => provider.GetRequiredService<PingRecorder>());
        services.TryAddSingleton<IMachineProbe, MachineProbe>();
        services.AddHostedService<SystemSampler>();
    }

    private static void AddRetention(this IServiceCollection services)
    {
        services.AddValidatedOptions<RetentionOptions, RetentionOptionsValidator>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPurge, EventPurge>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPurge, MessagePurge>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPurge, RequestIdPurge>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPurge, MediaPurge>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPurge, ChatLogPurge>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPurge, AddressBlockPurge>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPurge, SessionTokenPurge>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPurge, PingPurge>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPurge, SystemSamplePurge>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPurge, RoomPresencePurge>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPurge, ScheduleLogPurge>());
        services.AddHostedService<RetentionService>();
    }

    private static void AddTelemetry(this IServiceCollection services)
    {
        services.TryAddSingleton<ChatMetrics>();
        services.TryAddSingleton<CommandMetrics>();
        services.TryAddSingleton<OutboxMetrics>();
        services.TryAddSingleton<ScheduleMetrics>();
        services.TryAddSingleton<LeaseMetrics>();
        services.AddHostedService<CoreGauges>();
    }

    private static void AddValidatedOptions<TOptions, TValidator>(this IServiceCollection services)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
    }
}
