using System.Diagnostics.Metrics;

namespace Domaeka.Core.Telemetry;

/// <summary>The names of the server's meters (<c>System.Diagnostics.Metrics</c>), for whoever listens to them.</summary>
public static class DomaekaMeters
{
    /// <summary>Chat, commands, outbox, schedules, leases, memory.</summary>
    public const string Core = "Domaeka.Core";

    /// <summary>Connections of phones, their lines, and their pings.</summary>
    public const string AdaptersTcp = "Domaeka.Adapters.Tcp";

    /// <summary>The database.</summary>
    public const string Storage = "Domaeka.Storage";

    /// <summary>gRPC calls.</summary>
    public const string Api = "Domaeka.Api";

    /// <summary>All four.</summary>
    public static IReadOnlyList<string> All { get; } = [Core, AdaptersTcp, Storage, Api];

    /// <summary>The meter of that name.</summary>
    /// <param name="factory">The host's, which makes one meter per name and ends it with the host; null makes a meter of its own.</param>
    /// <param name="name">One of the names above.</param>
    public static Meter Open(IMeterFactory? factory, string name) => factory?.Create(name) ?? new Meter(name);
}
