using System.Net;
using System.Reflection;
using Domaeka.Adapters.Tcp;
using Domaeka.Adapters.Tcp.Tls;
using Domaeka.Api.Access;
using Domaeka.Api.Configuration;
using Domaeka.Api.Health;
using Domaeka.Api.Logging;
using Domaeka.Api.Metrics;
using Domaeka.Core;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Options;

namespace Domaeka.Api.Hosting;

/// <summary>The whole server in one object: what Program runs, and what tests and benchmarks start inside their own process.</summary>
public sealed class DomaekaHost : IAsyncDisposable
{
    private readonly WebApplicationBuilder _builder;
    private readonly StartPhase _phase;
    private readonly SettingsSource _source;
    private readonly LogFile _logFile;
    private WebApplication? _app;

    private DomaekaHost(WebApplicationBuilder builder, StartPhase phase, SettingsSource source, LogFile logFile)
    {
        _builder = builder;
        _phase = phase;
        _source = source;
        _logFile = logFile;
        if (!HasProcessRow)
            _app = Assemble();
    }

    /// <summary>The product version, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(DomaekaHost).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Everything that was registered.</summary>
    /// <exception cref="InvalidOperationException">
    /// The host has not started, and was given a process name: then it is put together from the row of that name.
    /// </exception>
    public IServiceProvider Services => App.Services;

    /// <summary>Where phones connect; the port is the real one as soon as the host has started.</summary>
    public IPEndPoint TcpEndPoint => Services.GetRequiredService<HostPorts>().Tcp;

    /// <summary>
    /// Where phones connect with TLS, when <c>Tcp:Tls:Port</c> gives it a port of its own; null when it has none. The port is the real one as
    /// soon as the host has started.
    /// </summary>
    public IPEndPoint? TcpTlsEndPoint => Services.GetRequiredService<HostPorts>().TcpTls;

    /// <summary>Where gRPC listens; the port is the real one as soon as the host has started.</summary>
    public IPEndPoint GrpcEndPoint => Services.GetRequiredService<HostPorts>().Grpc;

    /// <summary>Where the health pages are; the port is the real one as soon as the host has started.</summary>
    public IPEndPoint HttpEndPoint => Services.GetRequiredService<HostPorts>().Http;

    /// <summary><see cref="GrpcEndPoint"/> as an address that a client on this machine can use; <c>https</c> where it speaks TLS.</summary>
    public Uri GrpcAddress => ToAddress(GrpcEndPoint, Services.GetRequiredService<HostPorts>().IsGrpcTls);

    /// <summary><see cref="HttpEndPoint"/> as an address that a client on this machine can use; <c>https</c> where it speaks TLS.</summary>
    public Uri HttpAddress => ToAddress(HttpEndPoint, Services.GetRequiredService<HostPorts>().IsHttpTls);

    /// <summary>True when phones connect to <see cref="TcpEndPoint"/> with TLS.</summary>
    public bool IsTcpTls => Services.GetRequiredService<HostPorts>().IsTcpTls;

    /// <summary>Where the first admin key is written, as a full path.</summary>
    public string AdminKeyPath => Path.Combine(
        Path.GetFullPath(Services.GetRequiredService<IOptions<DataOptions>>().Value.Directory), AdminKeyFile.Name);

    /// <summary>True when a signature secret is configured.</summary>
    public bool PhonesAreVerified => Services.GetRequiredService<IOptions<SignatureOptions>>().Value.IsRequired;

    /// <summary>True when a background service has died, which stops the host by itself.</summary>
    public bool HasFailed => Services.GetServices<IHostedService>()
        .OfType<BackgroundService>()
        .Any(service => service.ExecuteTask is { IsFaulted: true });

    /// <summary>Like <see cref="HasFailed"/>, but does not count a service whose last access to the database failed while it was being stopped.</summary>
    internal bool HasFailedBeyondStorage => Services.GetServices<IHostedService>()
        .OfType<BackgroundService>()
        .Any(service => service.ExecuteTask is { IsFaulted: true, Exception: { } exception }
            && !exception.Flatten().InnerExceptions.All(each => each is StorageUnavailableException));

    private WebApplication App => _app ?? throw new InvalidOperationException("The host has a process name, and was not started.");

    // Whoever names the process means its row; the name that the server gives itself is for the record.
    private bool HasProcessRow => _source.Find("Process:Name") is { Length: > 0 };

    /// <summary>Puts the server together, without starting it.</summary>
    /// <param name="arguments">Settings as on the command line, such as <c>--Tcp:Port=0</c>.</param>
    /// <param name="configure">Adds to the services or replaces some, such as commands of one's own; null for none.</param>
    /// <exception cref="ConfigurationException">A setting is wrong; all of them are named.</exception>
    public static DomaekaHost Build(IReadOnlyList<string> arguments, Action<DomaekaBuilder>? configure = null)
    {
        var source = SettingsSource.Read(arguments);
        var problems = new List<string>(source.Problems);
        problems.AddRange(UnknownKeys.Find(source, SettingsCatalog.Keys));
        problems.AddRange(SettingsCatalog.Sections.SelectMany(section => section.FindUnreadable(source)));

        var phase = new StartPhase();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(DomaekaHost).Assembly.GetName().Name,
        });
        builder.Configuration.AddConfiguration(source.Configuration);
        var logFile = new LogFile();
        builder.AddDomaekaLogging(phase, logFile);
        builder.AddDomaekaHosting();
        builder.Services.AddDomaekaSettings(source);
        builder.Services.AddDomaekaMetrics();
        var domaeka = builder.Services.AddDomaekaServer();
        builder.Services.AddDomaekaAccess();
        builder.Services.AddDomaekaHealth();
        builder.Services.AddDomaekaGrpc();
        configure?.Invoke(domaeka);

        problems.AddRange(LogLevels.FindProblems(source));
        problems.AddRange(FindInvalid(builder.Services).Distinct());
        if (problems.Count > 0)
            throw new ConfigurationException(problems);

        return new DomaekaHost(builder, phase, source, logFile);
    }

    /// <summary>Starts serving: when it returns, every port listens.</summary>
    /// <exception cref="ConfigurationException">A port cannot be had, or the process that was named has no row.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (!HasProcessRow)
        {
            await ListenAsync(cancellationToken);
            return;
        }

        await using var row = await ProcessRow.AdoptAsync(
            _builder.Services, isPortGiven: _source.IsGivenAtStart("Tcp:Port"), cancellationToken);
        try
        {
            _app ??= Assemble();
            await ListenAsync(cancellationToken);
        }
        catch
        {
            await row.FailAsync();
            throw;
        }
    }

    /// <summary>Waits until the process is told to stop (SIGTERM, SIGINT) or the token fires, then stops.</summary>
    public Task WaitForStopAsync(CancellationToken cancellationToken = default) => App.WaitForShutdownAsync(cancellationToken);

    /// <summary>Tells the phones to come back later, finishes what runs and stops, within 30 s.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        await _logFile.DisposeAsync();
    }

    // With services of its own, since Kestrel reads its options while the app is being built, one error at a time.
    private static List<string> FindInvalid(IServiceCollection services)
    {
        using var provider = services.BuildServiceProvider();
        return [.. SettingsCatalog.Sections.SelectMany(section => section.FindInvalid(provider))];
    }

    private static Uri ToAddress(IPEndPoint endPoint, bool isTls)
    {
        var address = endPoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : endPoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : endPoint.Address;
        return new Uri($"{(isTls ? "https" : "http")}://{new IPEndPoint(address, endPoint.Port)}");
    }

    private WebApplication Assemble()
    {
        var app = _builder.Build();
        app.UseDomaekaGuards();
        app.MapDomaekaGrpc();
        app.MapHealth();
        app.MapMetrics();
        return app;
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        List<(string, IPEndPoint)> ports = [("Tcp", TcpEndPoint), ("Grpc", GrpcEndPoint), ("Http", HttpEndPoint)];
        if (TcpTlsEndPoint is { } tls)
            ports.Add((TcpTlsOptions.SectionName, tls));
        var taken = PortProbe.FindProblems([.. ports]).ToList();
        if (taken.Count > 0)
            throw new ConfigurationException(taken);

        await App.StartAsync(cancellationToken);
        _phase.IsOver = true;
        WarnOfOpenDoors();
    }

    private void WarnOfOpenDoors()
    {
        var logger = Services.GetRequiredService<ILogger<DomaekaHost>>();
        if (!IPAddress.IsLoopback(GrpcEndPoint.Address) && !Services.GetRequiredService<HostPorts>().IsGrpcTls)
            Log.ClearTextBeyondLoopback(logger, "Grpc", GrpcEndPoint.ToString());
        Log.Ready(logger, Version);
    }
}
