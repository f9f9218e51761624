using System.Reflection;
using Domaeka.Api.Hosting;
using Domaeka.Core.Telemetry;
using Domaeka.Storage;
using Microsoft.Extensions.Logging;

namespace Domaeka.Api.Tests.Logging;

/// <summary>Every event that the server's own assemblies can log.</summary>
internal static class LogEvents
{
    private static readonly Assembly[] Assemblies =
    [
        typeof(DomaekaMeters).Assembly, typeof(Domaeka.Adapters.Tcp.TcpOptions).Assembly, typeof(StorageOptions).Assembly, typeof(DomaekaHost).Assembly,
    ];

    public static IReadOnlyList<(int Id, LogLevel Level, string Message)> All { get; } =
    [
        .. Assemblies.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(message => (message.EventId, message.Level, message.Message))
            .OrderBy(message => message.EventId),
    ];
}
