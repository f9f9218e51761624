using Domaeka.Core.Access;
using Domaeka.Core.Storage;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IApiKeyStore"/> must do.</summary>
public abstract class ApiKeyStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private IApiKeyStore Store => Get<IApiKeyStore>();

    [Fact]
    public async Task AnyAsync_NoKeyThenAKey_FalseThenTrue()
    {
        Assert.False(await Store.AnyAsync(default).DefaultTimeout());

        await Store.AddAsync(Samples.Key() with { RevokedAt = Samples.Now, ExpiresAt = Samples.Now }, default).DefaultTimeout();

        Assert.True(await Store.AnyAsync(default).DefaultTimeout());
    }

    [Theory]
    [InlineData(ApiScopes.None)]
    [InlineData(ApiScopes.Admin)]
    [InlineData(ApiScopes.Read | ApiScopes.Send)]
    [InlineData(ApiScopes.Read | ApiScopes.Send | ApiScopes.Admin)]
    public async Task FindByHashAsync_StoredKey_ComesBackAfterRestart(ApiScopes scopes)
    {
        var key = Samples.Key() with { Name = "쇼핑몰", Scopes = scopes, ExpiresAt = Samples.Now.AddYears(1), RevokedAt = Samples.Now };
        await Store.AddAsync(key, default).DefaultTimeout();
        await Fixture.RestartAsync();

        Assert.Equal(key, await Store.FindByHashAsync(key.Hash, default).DefaultTimeout());
    }

    [Fact]
    public async Task FindByHashAsync_OpenEnded_HasNeitherEnd()
    {
        await Store.AddAsync(Samples.Key(), default).DefaultTimeout();

        Assert.Equal(Samples.Key(), await Store.FindByHashAsync(Samples.Key().Hash, default).DefaultTimeout());
        Assert.Null(await Store.FindByHashAsync(new string('b', 64), default).DefaultTimeout());
    }

    [Fact]
    public async Task AddAsync_IdOrHashTaken_ThrowsRejectedAndKeepsTheOlder()
    {
        await Store.AddAsync(Samples.Key(), default).DefaultTimeout();

        await Assert.ThrowsAsync<StorageRejectedException>(
            () => Store.AddAsync(Samples.Key(hashDigit: 'b') with { Name = "id" }, default)).DefaultTimeout();
        await Assert.ThrowsAsync<StorageRejectedException>(
            () => Store.AddAsync(Samples.Key(id: "ffff112233445566") with { Name = "hash" }, default)).DefaultTimeout();

        Assert.Equal("shop", await Fixture.ReadTextAsync("SELECT max(name) FROM dk_api_keys"));
        Assert.Equal("1", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_api_keys"));
    }

    [Fact]
    public async Task FindByHashAsync_ScopeOfANewerProgram_GrantsNothing()
    {
        await Store.AddAsync(Samples.Key(), default).DefaultTimeout();
        await Fixture.ExecuteAsync("UPDATE dk_api_keys SET scopes = 'read,administer,everything'");

        Assert.Equal(ApiScopes.Read, (await Store.FindByHashAsync(Samples.Key().Hash, default).DefaultTimeout())!.Scopes);
    }
}
