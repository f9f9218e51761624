using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What the suites have in common: a database of its own for each test.</summary>
public abstract class StorageContract : IAsyncLifetime
{
    protected StorageContract(IStorageFixture fixture) => Fixture = fixture;

    protected IStorageFixture Fixture { get; }

    public Task InitializeAsync() => Fixture.StartAsync();

    public async Task DisposeAsync() => await Fixture.DisposeAsync();

    protected T Get<T>()
        where T : notnull => Fixture.Services.GetRequiredService<T>();
}
