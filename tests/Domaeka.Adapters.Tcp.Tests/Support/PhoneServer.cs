using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Domaeka.Adapters.Tcp.Tls;
using Domaeka.Core;
using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Draining;
using Domaeka.Core.Events;
using Domaeka.Core.Leases;
using Domaeka.Core.Media;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Outbox;
using Domaeka.Core.Processes;
using Domaeka.Core.Rooms;
using Domaeka.Core.Scheduling;
using Domaeka.Core.Sessions;
using Domaeka.Core.Storage;
using Domaeka.TestKit.Phones;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>
/// The adapter on a real Kestrel and real sockets, with the real Core over tables in memory. The chat pipeline is scripted unless the test
/// asks for the real one. Fails a test that has logged an error.
/// </summary>
internal sealed class PhoneServer : IAsyncDisposable
{
    public static readonly DeviceKey TestDevice = new("testbot", "0123456789abcdef");

    /// <summary>An address of this machine that is not the phones'.</summary>
    public const string Stranger = "127.0.0.9";

    private readonly WebApplication _app;
    private bool _stopped;

    private PhoneServer(WebApplication app, PhoneServerSetup setup, int port, int? tlsPort)
    {
        _app = app;
        Setup = setup;
        Port = port;
        TlsPort = tlsPort ?? port;
    }

    public PhoneServerSetup Setup { get; }

    public int Port { get; }

    /// <summary>The port of TLS, where that has one of its own; otherwise <see cref="Port"/>.</summary>
    public int TlsPort { get; }

    public MemoryDevices Devices => Setup.Devices;

    public MemorySessionTokens Tokens => Setup.Tokens;

    public MemoryBackend Backend => Setup.Backend;

    public ScriptedPipeline Pipeline => Setup.Pipeline;

    public MemoryMonitor Monitor => Setup.Monitor;

    public TestLog Log => Setup.Log;

    public IConnectionRegistry Registry => _app.Services.GetRequiredService<IConnectionRegistry>();

    public IDeviceDirectory Directory => _app.Services.GetRequiredService<IDeviceDirectory>();

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Begins to send the phones to another server.</summary>
    public async Task MigrateAsync(MigrationTarget target, TimeSpan after) => Assert.Equal(
        MigrationOutcome.Begun,
        await Get<IServerDrain>().MigrateAsync(
            new MigrationOrder { Target = target, MigrateAfter = after }, validateOnly: false, CancellationToken.None).DefaultTimeout());

    public static Task<PhoneServer> StartAsync(Action<PhoneServerSetup>? configure = null)
    {
        var setup = new PhoneServerSetup();
        configure?.Invoke(setup);
        return StartAsync(setup);
    }

    public static async Task<PhoneServer> StartAsync(PhoneServerSetup setup)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(setup.Log);
        builder.Services.AddSingleton(setup.Time);
        var core = builder.Services.AddDomaeka();
        setup.Core?.Invoke(core);
        builder.Services.AddSingleton<IDeviceStore>(setup.Devices);
        builder.Services.AddSingleton<IRoomStore>(setup.Rooms);
        builder.Services.AddSingleton<ISessionTokenStore>(setup.Tokens);
        builder.Services.AddSingleton<IChatLogStore>(setup.Backend);
        builder.Services.AddSingleton<IServerProcessStore>(setup.Backend);
        builder.Services.AddSingleton<IServerLoadStore>(setup.Backend);
        builder.Services.AddSingleton<IBotMappingStore>(setup.Backend);
        builder.Services.AddSingleton<IMonitorStore>(setup.Monitor);
        builder.Services.AddSingleton<IPingRecorder>(setup.Monitor);
        builder.Services.AddSingleton<IApprovalChangeProbe>(setup.Backend);
        builder.Services.AddSingleton<IStorageHealth>(setup.Backend);
        var outbox = new EmptyOutbox();
        builder.Services.AddSingleton<IOutboxStore>(outbox);
        builder.Services.AddSingleton<ILeaseStore, OnlyLease>();
        builder.Services.AddSingleton<IMediaStore>(outbox);
        builder.Services.AddSingleton<IRoomPresenceStore>(outbox);
        builder.Services.AddSingleton<IScheduleStore, EmptySchedules>();
        builder.Services.AddSingleton<IEventStore, EmptyEvents>();
        if (!setup.UsesRealPipeline)
            builder.Services.AddSingleton<IChatPipeline>(setup.Pipeline);
        builder.Services.AddDomaekaTcp(tcp =>
        {
            tcp.Port = 0;
            tcp.Address = IPAddress.Loopback;
            setup.Tcp?.Invoke(tcp);
        });
        if (setup.Guard is not null)
            builder.Services.Configure(setup.Guard);
        if (setup.Limits is not null)
            builder.Services.Configure(setup.Limits);
        if (setup.Sessions is not null)
            builder.Services.Configure(setup.Sessions);
        if (setup.Compression is not null)
            builder.Services.Configure(setup.Compression);
        if (setup.Sockets is not null)
            builder.Services.Configure(setup.Sockets);
        builder.Services.Configure<TcpTlsOptions>(tls => setup.Tls?.Invoke(tls));
        builder.Services.Configure<SignatureOptions>(signature =>
        {
            signature.SecretKey = setup.SecretKey;
            signature.Salt = setup.SecretKey is null ? "" : new PhoneProfile().Salt;
        });
        builder.Services.Configure<ApprovalOptions>(approval => setup.Approval?.Invoke(approval));
        ListenOptions? clear = null;
        ListenOptions? tls = null;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenForDomaekaPhones(listen => Watch(clear = listen, setup), listen => tls = listen));

        var app = builder.Build();
        await app.StartAsync().DefaultTimeout();
        return new PhoneServer(app, setup, clear!.IPEndPoint!.Port, tls?.IPEndPoint!.Port);
    }

    /// <summary>Connects from another address of this machine, and says nothing yet.</summary>
    public async Task<Socket> ConnectRawAsync(string from = Stranger)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, Port).DefaultTimeout();
        return socket;
    }

    public Task<FakePhone> ConnectAsync(PhoneProfile? profile = null, int? receiveBufferBytes = null) =>
        FakePhone.ConnectAsync(Port, profile, Setup.Time, receiveBufferBytes);

    /// <summary>Connects a phone with TLS.</summary>
    public Task<FakePhone> ConnectAsync(SslClientAuthenticationOptions tls, PhoneProfile? profile = null) =>
        FakePhone.ConnectAsync(TlsPort, profile, Setup.Time, tls: tls);

    /// <summary>Connects a phone and waits until it is the live one of its device.</summary>
    public async Task<(FakePhone Phone, IPhoneConnection Connection)> ConnectLiveAsync(PhoneProfile? profile = null, int? receiveBufferBytes = null)
    {
        var phone = await ConnectAsync(profile, receiveBufferBytes);
        await phone.HandshakeAsync();
        await phone.SayAsync("공동구매방", "안녕하세요");
        var (connection, _) = await Pipeline.NextAsync();
        return (phone, connection);
    }

    /// <summary>Stops the server as a host does that was told to.</summary>
    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        await _app.StopAsync().DefaultTimeout();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
        if (!Setup.ExpectsErrors)
            Assert.DoesNotContain(Log.Entries, entry => entry.Level >= LogLevel.Error);
    }

    private static void Watch(ListenOptions listen, PhoneServerSetup setup)
    {
        if (setup.OnAccepted is { } onAccepted)
        {
            listen.Use(next => connection =>
            {
                onAccepted(connection);
                return next(connection);
            });
        }
    }
}
