using Domaeka.TestKit;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>Three processes on one MariaDB, for the tests of a class.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private StoreOfTest _data = null!;

    internal ServerStore Store => _data.Store;

    internal Cluster Cluster { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _data = await StoreOfTest.CreateAsync(StoreOfTest.MariaDb);
        Cluster = await Cluster.StartAsync(Store, 3, Cluster.QuickLook).DefaultTimeout();
    }

    public async Task DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await _data.DisposeAsync();
    }
}
