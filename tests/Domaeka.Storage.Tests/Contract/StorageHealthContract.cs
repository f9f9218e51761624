using Domaeka.Core.Storage;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IStorageHealth"/> must do.</summary>
public abstract class StorageHealthContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private IStorageHealth Health => Get<IStorageHealth>();

    [Fact]
    public void Provider_Always_IsAShortWordWithoutSecrets() => Assert.Matches("^[a-z]{1,16}$", Health.Provider);

    [Fact]
    public async Task CheckAsync_DatabaseWell_PassesTimeAndAgain()
    {
        for (var time = 0; time < 5; time++)
            await Health.CheckAsync(default).DefaultTimeout();
    }

    [Fact]
    public async Task CheckAsync_WritesBlocked_ThrowsUnavailableUntilTheyAreNot()
    {
        await using (await Fixture.BlockWritesAsync())
            await Assert.ThrowsAsync<StorageUnavailableException>(() => Health.CheckAsync(default)).DefaultTimeout();

        await Health.CheckAsync(default).DefaultTimeout();
    }

    [Fact]
    public async Task CheckAsync_Cancelled_SaysSo() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Health.CheckAsync(new CancellationToken(true))).DefaultTimeout();
}
