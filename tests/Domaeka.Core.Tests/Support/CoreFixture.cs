using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Events;
using Domaeka.Core.Leases;
using Domaeka.Core.Media;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Outbox;
using Domaeka.Core.Processes;
using Domaeka.Core.Rooms;
using Domaeka.Core.Scheduling;
using Domaeka.Core.Storage;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace Domaeka.Core.Tests.Support;

/// <summary>The whole core, put together as a program does, over stores in memory and a clock that the test turns.</summary>
internal sealed class CoreFixture : IAsyncDisposable
{
    public static readonly DeviceKey Phone = new("testbot", "0123456789abcdef");
    public static readonly RoomKey RoomKey = new("testbot", "18446369739418675");
    public const string RoomName = "공동구매방";

    private readonly ServiceProvider _services;
    private readonly IHostedService[] _hosted;
    private int _logId;

    private CoreFixture(Action<DomaekaBuilder>? configure, InMemoryOutboxStore? outbox)
    {
        Outbox = outbox ?? new InMemoryOutboxStore();
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IDeviceStore>(Devices);
        services.AddSingleton<IRoomStore>(Rooms);
        services.AddSingleton<IChatLogStore>(ChatLog);
        services.AddSingleton<IOutboxStore>(Outbox);
        services.AddSingleton<ILeaseStore>(Outbox.Leases);
        services.AddSingleton(Substitute.For<IHostApplicationLifetime>());
        services.AddSingleton<IMediaStore>(Media);
        services.AddSingleton<IEventStore>(Events);
        services.AddSingleton<IRoomPresenceStore>(Presences);
        services.AddSingleton(Probe);
        services.AddSingleton(Substitute.For<IScheduleStore>());
        services.AddSingleton(Substitute.For<IServerProcessStore>());
        services.AddSingleton(Substitute.For<IServerLoadStore>());
        services.AddSingleton(Substitute.For<IBotMappingStore>());
        services.AddSingleton(Substitute.For<IMonitorStore>());
        services.AddSingleton(Substitute.For<IStorageHealth>());
        var builder = services.AddDomaeka();

        // The clock of the tests stands still.
        services.Configure<DeliveryOptions>(options => options.ProgressInterval = TimeSpan.Zero);
        configure?.Invoke(builder);
        _services = services.BuildServiceProvider();
        _hosted = [.. _services.GetServices<IHostedService>()];
    }

    public FakeTimeProvider Clock { get; } = new();

    public InMemoryDeviceStore Devices { get; } = new();

    public InMemoryRoomStore Rooms { get; } = new();

    public ControlledChatLogStore ChatLog { get; } = new();

    public InMemoryOutboxStore Outbox { get; }

    public InMemoryMediaStore Media { get; } = new();

    public InMemoryEventStore Events { get; } = new();

    public InMemoryRoomPresenceStore Presences { get; } = new();

    public IApprovalChangeProbe Probe { get; } = Substitute.For<IApprovalChangeProbe>();

    public static async Task<CoreFixture> StartAsync(
        Action<DomaekaBuilder>? configure = null, Action<CoreFixture>? prepare = null, InMemoryOutboxStore? outbox = null)
    {
        var fixture = new CoreFixture(configure, outbox);
        fixture.Probe.ReadStampAsync(default).ReturnsForAnyArgs("0");
        prepare?.Invoke(fixture);
        foreach (var service in fixture._hosted)
            await service.StartAsync(CancellationToken.None);
        return fixture;
    }

    /// <summary>A core with one approved phone in one approved room.</summary>
    public static Task<CoreFixture> StartApprovedAsync(
        Action<DomaekaBuilder>? configure = null, Action<CoreFixture>? prepare = null, InMemoryOutboxStore? outbox = null) =>
        StartAsync(configure, Approve + prepare, outbox);

    private static void Approve(CoreFixture fixture)
    {
        fixture.Devices.Rows[Phone] = new Device { Key = Phone, Status = ApprovalStatus.Approved };
        fixture.Rooms.Rows[RoomKey] = new Room
        {
            Key = RoomKey,
            Name = RoomName,
            Status = ApprovalStatus.Approved,
            DeviceId = Phone.DeviceId,
            Owners = ["owner-hash"],
        };
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A live connection of the phone.</summary>
    public RecordingConnection Connect(DeviceKey? device = null, string id = "c1", bool writesAtOnce = true)
    {
        var connection = new RecordingConnection(device ?? Phone, id) { WritesAtOnce = writesAtOnce };
        Get<IConnectionRegistry>().Add(connection);
        Get<IConnectionRegistry>().Promote(connection);
        return connection;
    }

    public ValueTask<ChatOutcome> SayAsync(RecordingConnection connection, string text, Func<ChatLine, ChatLine>? change = null)
    {
        var line = new ChatLine
        {
            Device = connection.Identity.Device,
            ChannelId = RoomKey.ChannelId,
            RoomName = RoomName,
            Text = text,
            Sender = "홍길동",
            UserHash = "user-hash",
            LogId = Interlocked.Increment(ref _logId).ToString(System.Globalization.CultureInfo.InvariantCulture),
            IsGroupChat = true,
        };
        return Get<IChatPipeline>().ReceiveAsync(connection, change?.Invoke(line) ?? line, CancellationToken.None);
    }

    /// <summary>Does what the refresher does once per interval, the database telling this stamp.</summary>
    public async Task RefreshAsync(string stamp)
    {
        Probe.ReadStampAsync(default).ReturnsForAnyArgs(stamp);
        await _hosted.OfType<ApprovalRefresher>().Single().RefreshAsync(CancellationToken.None);
    }

    /// <summary>Stops the hosted services, so that everything under way has ended.</summary>
    public async Task StopAsync()
    {
        foreach (var service in _hosted.Reverse())
            await service.StopAsync(CancellationToken.None).DefaultTimeout();
    }

    public async ValueTask DisposeAsync()
    {
        ChatLog.LetGo();
        Outbox.LetGo();
        using var impatient = new CancellationTokenSource(TestTimeouts.Default);
        foreach (var service in _hosted.Reverse())
            await service.StopAsync(impatient.Token);
        await _services.DisposeAsync();
    }
}
