using Domaeka.Adapters.Tcp;
using Domaeka.Adapters.Tcp.Tls;
using Domaeka.Api.Access;
using Domaeka.Api.AddressBlocks;
using Domaeka.Api.ChatLogs;
using Domaeka.Api.Configuration;
using Domaeka.Api.Devices;
using Domaeka.Api.Errors;
using Domaeka.Api.Events;
using Domaeka.Api.Health;
using Domaeka.Api.Keys;
using Domaeka.Api.Logging;
using Domaeka.Api.Messages;
using Domaeka.Api.Metrics;
using Domaeka.Api.Reflection;
using Domaeka.Api.Rooms;
using Domaeka.Api.Schedules;
using Domaeka.Api.Server;
using Domaeka.Api.Traces;
using Domaeka.Api.Validation;
using Domaeka.Core;
using Domaeka.Core.Memory;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Processes;
using Domaeka.Storage;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Domaeka.Api.Hosting;

/// <summary>The parts of the host, one method each.</summary>
internal static class HostSetup
{
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";
    private const string CallCategory = "Grpc.AspNetCore.Server.ServerCallHandler";

    private const int MaxConsoleLines = 10_000;

    /// <summary>Requests of health and reflection name a service or a file, and health needs no key: they stay small.</summary>
    private const int MaxSmallRequestBytes = 4 * 1024;

    /// <summary>
    /// How long stopping may take: the phones, the callers and what is to be stored. The process is then gone within the 30 s that operators
    /// and service managers wait, with time to spare for a last access to the database, which may wait for its lock.
    /// </summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(22);

    /// <summary>One line per event on the console and, where it is wished for, in a file; levels from the section <c>Logging</c>.</summary>
    public static void AddDomaekaLogging(this WebApplicationBuilder builder, StartPhase phase, LogFile file)
    {
        // It tells with a stack trace what our own log tells in one line. Before the configuration, which may let it speak.
        builder.Logging.AddFilter(CallCategory, LogLevel.Critical);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddFilter(HostCategory, level => phase.IsOver && level >= LogLevel.Warning);

        // Not by AddConsole, which reads Logging:Console by names of its own.
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, ConsoleLoggerProvider>());
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ConsoleFormatter, ConsoleLineFormatter>());
        builder.Services.Configure<ConsoleLoggerOptions>(console =>
        {
            console.FormatterName = ConsoleLineFormatter.FormatterName;

            // A terminal that is held, or a pipe that nobody reads, must not hold the server; how much was left out is said by the framework.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
            console.MaxQueueLength = MaxConsoleLines;
        });
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FileLogOptions>, FileLogOptionsValidator>());

        // As an instance, so that it is not disposed with the first services that go, but by the host.
        builder.Services.AddSingleton(file);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, FileLoggerProvider>());
    }

    /// <summary>Kestrel with our ports, and a proper end.</summary>
    public static void AddDomaekaHosting(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelCore();
        HastyServer.Replace(builder.Services);
        builder.Services.AddRoutingCore();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<HostPorts>();
        builder.Services.AddSingleton<IListeningPort>(provider => provider.GetRequiredService<HostPorts>());
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>>(provider => provider.GetRequiredService<HostPorts>());
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
    }

    /// <summary>Options out of the settings.</summary>
    public static void AddDomaekaSettings(this IServiceCollection services, SettingsSource source)
    {
        foreach (var section in SettingsCatalog.Sections)
            section.Register(services, source);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GrpcOptions>, GrpcOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HttpOptions>, HttpOptionsValidator>());
        services.AddSingleton<IValidateOptions<GrpcTlsOptions>>(new TlsOptionsValidator<GrpcTlsOptions>(GrpcTlsOptions.SectionName));
        services.AddSingleton<IValidateOptions<HttpTlsOptions>>(new TlsOptionsValidator<HttpTlsOptions>(HttpTlsOptions.SectionName));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DataOptions>, DataOptionsValidator>());

        services.AddOptions<StorageOptions>().Configure<IOptions<DataOptions>>(
            (storage, data) => storage.DataDirectory = data.Value.Directory);
        services.AddOptions<MonitoringOptions>().Configure<IOptions<DataOptions>>(
            (monitoring, data) => monitoring.Directory = data.Value.Directory);

        services.AddSingleton(new AdoptedProcess());
        services.AddOptions<TcpOptions>().Configure<AdoptedProcess>((tcp, adopted) => tcp.Port = adopted.TcpPort ?? tcp.Port);

        // Two processes on one database must not report under one name.
        services.AddOptions<ProcessOptions>().PostConfigure<IOptions<TcpOptions>>((process, tcp) =>
        {
            process.Port = source.Find("Process:Port") is null ? tcp.Value.Port : process.Port;
            process.Name = string.IsNullOrEmpty(source.Find("Process:Name")) ? $"domaeka-{tcp.Value.Port}" : process.Name;
        });
    }

    /// <summary>The core, its stores, and the phones' adapter.</summary>
    public static DomaekaBuilder AddDomaekaServer(this IServiceCollection services)
    {
        services.AddDomaekaStorage();
        var domaeka = services.AddDomaeka();
        services.AddDomaekaTcp();
        services.AddHostedService<PhoneFarewell>();
        return domaeka;
    }

    /// <summary>Bearer keys.</summary>
    public static void AddDomaekaAccess(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyAuthenticator>();
        services.AddSingleton<IMemoryTrim>(provider => provider.GetRequiredService<ApiKeyAuthenticator>());
        services.AddHostedService<FirstKeyMaker>();
        services.AddSingleton<KeyUseRecorder>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUseRecorder>());
    }

    /// <summary>Readiness.</summary>
    public static void AddDomaekaHealth(this IServiceCollection services) => services.AddSingleton<ReadinessProbe>();

    /// <summary>The metrics page, and what is pushed. Started before anything that counts.</summary>
    public static void AddDomaekaMetrics(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<OtlpOptions>, OtlpOptionsValidator>());
        services.AddSingleton<OtlpPush>();
        services.AddSingleton<MetricsPage>();
        services.AddHostedService(provider => provider.GetRequiredService<MetricsPage>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TraceOptions>, TraceOptionsValidator>());
        services.AddHostedService<TracePush>();
    }

    /// <summary>gRPC: errors outermost, then validation. Keys were checked before, by <see cref="UseDomaekaGuards"/>.</summary>
    public static void AddDomaekaGrpc(this IServiceCollection services)
    {
        services.AddSingleton<ErrorTranslator>();
        services.AddSingleton<RpcMetrics>();
        services.AddSingleton<MessageIntake>();
        services.AddSingleton<BatchIntake>();
        services.AddSingleton<MessageWatch>();
        services.AddSingleton<DrainDesk>();
        services.AddSingleton<ReflectionStream>();
        services.AddGrpc(options =>
        {
            options.Interceptors.Add<ErrorInterceptor>();
            options.Interceptors.Add<ValidationInterceptor>();
        })
            .AddServiceOptions<HealthEndpoint>(options => options.MaxReceiveMessageSize = MaxSmallRequestBytes)
            .AddServiceOptions<ReflectionEndpoint>(options => options.MaxReceiveMessageSize = MaxSmallRequestBytes)
            .AddServiceOptions<ReflectionAlphaEndpoint>(options => options.MaxReceiveMessageSize = MaxSmallRequestBytes);
        services.AddOptions<GrpcServiceOptions>().Configure<IOptions<GrpcOptions>>(
            (service, grpc) => service.MaxReceiveMessageSize = grpc.Value.MaxReceiveMessageBytes);
        foreach (var (contract, validator) in Validators.FindAll())
            services.AddSingleton(contract, validator);
    }

    /// <summary>What stands between routing and the endpoints.</summary>
    public static void UseDomaekaGuards(this IApplicationBuilder app)
    {
        app.UseRouting();
        app.UseMiddleware<RpcMetricsMiddleware>();
        app.UseMiddleware<AccessMiddleware>();
        app.UseMiddleware<UnreadableRequestMiddleware>();
    }

    /// <summary>The services of <c>domaeka.v1</c>, and the standard ones: health and reflection.</summary>
    public static void MapDomaekaGrpc(this IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<DeviceEndpoint>();
        routes.MapGrpcService<RoomEndpoint>();
        routes.MapGrpcService<MessageEndpoint>();
        routes.MapGrpcService<ScheduleEndpoint>();
        routes.MapGrpcService<ChatLogEndpoint>();
        routes.MapGrpcService<EventEndpoint>();
        routes.MapGrpcService<ServerEndpoint>();
        routes.MapGrpcService<AddressBlockEndpoint>();
        routes.MapGrpcService<KeyEndpoint>();
        routes.MapGrpcService<HealthEndpoint>();
        routes.MapGrpcService<ReflectionEndpoint>();
        routes.MapGrpcService<ReflectionAlphaEndpoint>();
    }
}
