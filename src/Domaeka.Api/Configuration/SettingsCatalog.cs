using Domaeka.Adapters.Tcp;
using Domaeka.Adapters.Tcp.Compression;
using Domaeka.Adapters.Tcp.Limits;
using Domaeka.Adapters.Tcp.Sockets;
using Domaeka.Adapters.Tcp.Tls;
using Domaeka.Api.Metrics;
using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Commands;
using Domaeka.Core.Delivery;
using Domaeka.Core.Dispatch;
using Domaeka.Core.Draining;
using Domaeka.Core.Events;
using Domaeka.Core.Guard;
using Domaeka.Core.Leases;
using Domaeka.Core.Memory;
using Domaeka.Core.Monitoring;
using Domaeka.Core.Processes;
using Domaeka.Core.Retention;
using Domaeka.Core.Scheduling;
using Domaeka.Core.Sessions;
using Domaeka.Storage;

namespace Domaeka.Api.Configuration;

/// <summary>Every section of the configuration.</summary>
internal static class SettingsCatalog
{
    /// <summary>Every section, the common ones first.</summary>
    public static IReadOnlyList<SettingsSection> Sections { get; } =
    [
        new SettingsSectionOf<TcpOptions>("Tcp"),
        new SettingsSectionOf<PhoneSocketOptions>(PhoneSocketOptions.SectionName),
        new SettingsSectionOf<PhoneLimitOptions>(PhoneLimitOptions.SectionName),
        new SettingsSectionOf<CompressionOptions>(CompressionOptions.SectionName),
        new SettingsSectionOf<GuardOptions>(GuardOptions.SectionName),
        new SettingsSectionOf<SessionTokenOptions>(SessionTokenOptions.SectionName),
        new SettingsSectionOf<GrpcOptions>("Grpc"),
        new SettingsSectionOf<HttpOptions>("Http"),
        new SettingsSectionOf<TcpTlsOptions>(TcpTlsOptions.SectionName, secrets: [nameof(TlsOptions.Password)]),
        new SettingsSectionOf<GrpcTlsOptions>(GrpcTlsOptions.SectionName, secrets: [nameof(TlsOptions.Password)]),
        new SettingsSectionOf<HttpTlsOptions>(HttpTlsOptions.SectionName, secrets: [nameof(TlsOptions.Password)]),
        new SettingsSectionOf<DataOptions>("Data"),
        new SettingsSectionOf<StorageOptions>(
            "Storage",
            secrets: [nameof(StorageOptions.ConnectionString)],
            hidden: [nameof(StorageOptions.DataDirectory)]),
        new SettingsSectionOf<SignatureOptions>(
            "Signature", secrets: [nameof(SignatureOptions.SecretKey), nameof(SignatureOptions.Salt)]),
        new SettingsSectionOf<ApprovalOptions>("Approval"),
        new SettingsSectionOf<ChatOptions>("Chat"),
        new SettingsSectionOf<ChatLogOptions>("ChatLog"),
        new SettingsSectionOf<CommandOptions>("Commands"),
        new SettingsSectionOf<DispatchOptions>("Dispatch"),
        new SettingsSectionOf<DeliveryOptions>("Delivery"),
        new SettingsSectionOf<SchedulingOptions>("Scheduling"),
        new SettingsSectionOf<EventOptions>("Events"),
        new SettingsSectionOf<RetentionOptions>("Retention"),
        new SettingsSectionOf<MemoryOptions>("Memory"),
        new SettingsSectionOf<MigrationOptions>("Migration"),
        new SettingsSectionOf<MonitoringOptions>("Monitoring", hidden: [nameof(MonitoringOptions.Directory)]),
        new SettingsSectionOf<ProcessOptions>("Process"),
        new SettingsSectionOf<LeaseOptions>(LeaseOptions.SectionName),
        new SettingsSectionOf<OtlpOptions>(OtlpOptions.SectionName, secrets: [nameof(OtlpOptions.Headers)]),
    ];

    /// <summary>Every key.</summary>
    public static IReadOnlyCollection<string> Keys { get; } =
        [.. Sections.SelectMany(section => section.Settings).Select(setting => setting.Key)];
}
