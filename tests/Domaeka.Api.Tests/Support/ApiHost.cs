using System.Net.Security;
using Domaeka.Api.Access;
using Domaeka.Api.Hosting;
using Domaeka.Core;
using Domaeka.Core.Access;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Api.Tests.Support;

/// <summary>The real host on loopback and ports of the system's choice, with SQLite in a directory of its own.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    private readonly string[] _arguments;
    private readonly Action<DomaekaBuilder>? _configure;
    private readonly List<GrpcChannel> _channels = [];

    public ApiHost()
        : this([])
    {
    }

    internal ApiHost(string[] arguments, Action<DomaekaBuilder>? configure = null)
    {
        _arguments = arguments;
        _configure = configure;
    }

    public DomaekaHost Host { get; private set; } = null!;

    public TempDirectory Data { get; } = new();

    public string AdminKey => File.ReadAllText(Host.AdminKeyPath).Trim();

    public DeviceService.DeviceServiceClient Devices => new(Connect(AdminKey));

    public RoomService.RoomServiceClient Rooms => new(Connect(AdminKey));

    public MessageService.MessageServiceClient Messages => new(Connect(AdminKey));

    public ScheduleService.ScheduleServiceClient Schedules => new(Connect(AdminKey));

    public ChatLogService.ChatLogServiceClient ChatLogs => new(Connect(AdminKey));

    public EventService.EventServiceClient Events => new(Connect(AdminKey));

    public ServerService.ServerServiceClient Server => new(Connect(AdminKey));

    public AddressBlockService.AddressBlockServiceClient AddressBlocks => new(Connect(AdminKey));
    public KeyService.KeyServiceClient Keys => new(Connect(AdminKey));

    public Grpc.Health.V1.Health.HealthClient Health => new(Connect(null));

    /// <summary>Starts a host that a single test needs for itself.</summary>
    internal static async Task<ApiHost> StartAsync(string[]? arguments = null, Action<DomaekaBuilder>? configure = null)
    {
        var host = new ApiHost(arguments ?? [], configure);
        await host.InitializeAsync();
        return host;
    }

    public async Task InitializeAsync()
    {
        Host = DomaekaHost.Build([.. LoopbackSettings(Data.Path), .. _arguments], _configure);
        await Host.StartAsync().DefaultTimeout();
    }

    public async Task DisposeAsync()
    {
        foreach (var channel in _channels)
            channel.Dispose();
        await Host.StopAsync().DefaultTimeout();
        await Host.DisposeAsync();
        Data.Dispose();
    }

    internal static string[] LoopbackSettings(string directory) =>
    [
        "--Tcp:Port=0",
        "--Grpc:Port=0",
        "--Http:Port=0",
        $"--Data:Directory={directory}",
        "--Logging:LogLevel:Default=None",
    ];

    /// <summary>A channel whose calls carry a key; null for none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="tls">How to shake hands; null leaves it to the channel.</param>
    public CallInvoker Connect(string? key, SslClientAuthenticationOptions? tls = null)
    {
        var handler = tls is null ? null : new SocketsHttpHandler { SslOptions = tls };
        var channel = GrpcChannel.ForAddress(
            Host.GrpcAddress, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = handler is not null });
        _channels.Add(channel);
        return channel.Intercept(metadata =>
        {
            if (key is not null)
                metadata.Add("authorization", $"Bearer {key}");
            return metadata;
        });
    }

    /// <summary>Stores a key.</summary>
    public async Task<string> AddKeyAsync(ApiScopes scopes, DateTimeOffset? expiresAt = null, DateTimeOffset? revokedAt = null)
    {
        var key = ApiKeys.Generate();
        await Host.Services.GetRequiredService<IApiKeyStore>().AddAsync(
            new ApiKey
            {
                Id = ApiKeys.GenerateId(),
                Name = "test",
                Hash = ApiKeys.Hash(key),
                Scopes = scopes,
                CreatedAt = DateTimeOffset.UnixEpoch,
                ExpiresAt = expiresAt,
                RevokedAt = revokedAt,
            },
            CancellationToken.None);
        return key;
    }

    /// <summary>A pending device, as if a phone had introduced itself; its resource name.</summary>
    public async Task<string> AddDeviceAsync(string bot, string device)
    {
        var registration = await Host.Services.GetRequiredService<IDeviceDirectory>().RegisterAsync(
            new PhoneIdentity { Device = new DeviceKey(bot, device), ClientType = "MessengerBotR", ClientVersion = "3.3.3" },
            CancellationToken.None);
        Assert.Equal(DeviceRegistrationOutcome.Added, registration.Outcome);
        return $"bots/{bot}/devices/{device}";
    }

    /// <summary>A pending room, as if its first line had arrived; its resource name.</summary>
    public async Task<string> AddRoomAsync(string bot, string channel, string name, string device = "phone")
    {
        var room = await Host.Services.GetRequiredService<IRoomDirectory>().RegisterAsync(
            new RoomKey(bot, channel), name, new DeviceKey(bot, device), CancellationToken.None);
        Assert.NotNull(room);
        return $"bots/{bot}/rooms/{channel}";
    }

    /// <summary>A phone whose connection the server has taken for the live one.</summary>
    public async Task<FakePhone> ConnectPhoneAsync(string bot, string device)
    {
        var phone = await FakePhone.ConnectAsync(
            Host.TcpEndPoint.Port, new PhoneProfile { BotName = bot, DeviceId = device, SecretKey = null });
        await phone.HandshakeAsync();
        var connections = Host.Services.GetRequiredService<IConnectionRegistry>();
        await Eventually.TrueAsync(() => connections.FindLive(new DeviceKey(bot, device)) is not null);
        return phone;
    }
}
