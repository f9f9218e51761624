using Domaeka.Core.Leases;
using Domaeka.Core.Processes;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Core.Tests.Support;

/// <summary>Several servers on one database in memory. Time goes on in all of them while a test waits for something.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly List<CoreFixture> _servers = [];

    private Cluster()
    {
    }

    public InMemoryOutboxStore Outbox { get; } = new();

    public CoreFixture this[int index] => _servers[index];

    public static async Task<Cluster> StartAsync(int count)
    {
        var cluster = new Cluster();
        for (var index = 0; index < count; index++)
            await cluster.AddAsync($"process-{index}");

        // Each is to know of the others, so that it looks for what they do as often as one of several does.
        await cluster.UntilAsync(() => cluster._servers.TrueForAll(server => server.Get<InstanceLease>().Holders.Count == count));
        return cluster;
    }

    public async Task<CoreFixture> AddAsync(string processName)
    {
        var server = await CoreFixture.StartApprovedAsync(
            builder => builder.Services.Configure<ProcessOptions>(options => options.Name = processName), outbox: Outbox);
        _servers.Add(server);
        return server;
    }

    /// <summary>Lets time go on until the condition holds.</summary>
    public Task UntilAsync(Func<bool> condition) => Eventually.TrueAsync(() =>
    {
        if (condition())
            return true;
        Advance(Step);
        return false;
    });

    public void Advance(TimeSpan time)
    {
        foreach (var server in _servers)
            server.Clock.Advance(time);
    }

    /// <summary>The server's lease runs out, and it does not notice: its process stands still, or is cut off.</summary>
    public void Lapse(CoreFixture server) => Outbox.Leases.Lapse(server.Get<InstanceLease>().Instance);

    /// <summary>As <see cref="Lapse"/>, unless it has ended in this moment.</summary>
    public void TryLapse(CoreFixture server) => Outbox.Leases.TryLapse(server.Get<InstanceLease>().Instance);

    public async ValueTask DisposeAsync()
    {
        // Somebody may be waiting for time to go by.
        var ending = Task.WhenAll(_servers.Select(server => server.DisposeAsync().AsTask()));
        await UntilAsync(() => ending.IsCompleted);
        await ending;
    }
}
