using Domaeka.TestKit;

namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>One server for the tests of a class.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private readonly TempDirectory _data = new();

    internal string Directory => _data.Path;

    internal DomaekaServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await DomaekaServer.StartAsync(_data.Path).DefaultTimeout();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _data.Dispose();
    }
}
