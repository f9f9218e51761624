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

    [Fact]
    public async Task FindAsync_ById_FindsItAndNoOther()
    {
        await Store.AddAsync(Samples.Key(), default).DefaultTimeout();

        Assert.Equal(Samples.Key(), await Store.FindAsync(Samples.Key().Id, default).DefaultTimeout());
        Assert.Null(await Store.FindAsync(Samples.Key().Id + " ", default).DefaultTimeout());
    }

    [Fact]
    public async Task ListAsync_InPages_ComesInTheOrderOfCreation()
    {
        ApiKey[] keys =
        [
            Samples.Key("0000000000000003", '3'),
            Samples.Key("0000000000000001", '1') with { CreatedAt = Samples.Now.AddMilliseconds(1) },
            Samples.Key("0000000000000002", '2') with { CreatedAt = Samples.Now.AddMilliseconds(1) },
            Samples.Key("0000000000000000", '0') with { CreatedAt = Samples.Now.AddSeconds(1) },
        ];
        foreach (var key in keys.Reverse())
            await Store.AddAsync(key, default).DefaultTimeout();

        var seen = new List<ApiKey>();
        while (true)
        {
            var last = seen.LastOrDefault();
            var page = await Store.ListAsync(
                new ApiKeyQuery { After = last is null ? null : (last.CreatedAt, last.Id), Limit = 1 }, default).DefaultTimeout();
            if (page.Count == 0)
                break;
            seen.Add(Assert.Single(page));
        }

        Assert.Equal(keys, seen);
    }

    [Fact]
    public async Task ListAsync_ActiveOnes_LeavesOutRevokedAndExpired()
    {
        var later = Samples.Now.AddHours(1);
        await Store.AddAsync(Samples.Key("a", 'a') with { ExpiresAt = Samples.Now }, default).DefaultTimeout();
        await Store.AddAsync(Samples.Key("b", 'b') with { RevokedAt = Samples.Now }, default).DefaultTimeout();
        await Store.AddAsync(Samples.Key("c", 'c') with { ExpiresAt = later, RevokedAt = later }, default).DefaultTimeout();
        await Store.AddAsync(Samples.Key("d", 'd'), default).DefaultTimeout();

        var active = await Store.ListAsync(new ApiKeyQuery { ActiveAt = Samples.Now, Limit = 10 }, default).DefaultTimeout();

        Assert.Equal(["c", "d"], active.Select(key => key.Id));
        Assert.All(active, key => Assert.True(key.IsActive(Samples.Now)));
    }

    [Fact]
    public async Task CreateAsync_SameRequestTwice_MakesOneKey()
    {
        var key = Samples.Key() with { ExpiresAt = Samples.Now.AddDays(1) };

        var first = await Store.CreateAsync(key, "r1", "h1", default).DefaultTimeout();
        var second = await Store.CreateAsync(Samples.Key("other", 'b') with { ExpiresAt = Samples.Now.AddDays(-1) }, "r1", "h1", default).DefaultTimeout();
        var third = await Store.CreateAsync(Samples.Key("third", 'c'), "r1", "h2", default).DefaultTimeout();

        Assert.Equal(new ApiKeyCreation(ApiKeyCreationOutcome.Created, key), first);
        Assert.Equal(new ApiKeyCreation(ApiKeyCreationOutcome.Repeated, key), second);
        Assert.Equal(new ApiKeyCreation(ApiKeyCreationOutcome.RequestIdReused, null), third);
        Assert.Equal("1", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_api_keys"));
    }

    [Fact]
    public async Task CreateAsync_SameRequestAtOnce_MakesOneKey()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            number => Store.CreateAsync(Samples.Key($"id{number}", (char)('0' + number)), "r1", "h1", default))).DefaultTimeout();

        Assert.Single(outcomes, outcome => outcome.Outcome == ApiKeyCreationOutcome.Created);
        Assert.Equal(7, outcomes.Count(outcome => outcome.Outcome == ApiKeyCreationOutcome.Repeated));
        Assert.Single(outcomes.Select(outcome => outcome.Key!.Id).Distinct());
    }

    [Fact]
    public async Task CreateAsync_WithoutRequestIdOrAlreadyOver_MakesEachOrNone()
    {
        var over = await Store.CreateAsync(Samples.Key() with { ExpiresAt = Samples.Now }, null, null, default).DefaultTimeout();
        var first = await Store.CreateAsync(Samples.Key("a", 'a'), null, null, default).DefaultTimeout();
        var second = await Store.CreateAsync(Samples.Key("b", 'b'), null, null, default).DefaultTimeout();

        Assert.Equal(ApiKeyCreationOutcome.AlreadyExpired, over.Outcome);
        Assert.Equal((ApiKeyCreationOutcome.Created, ApiKeyCreationOutcome.Created), (first.Outcome, second.Outcome));
        Assert.Equal("2", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_api_keys"));
    }

    [Fact]
    public async Task UpdateAsync_NameAndEnd_ChangeAndTheRestStays()
    {
        var key = Samples.Key() with { ExpiresAt = Samples.Now.AddDays(1) };
        await Store.AddAsync(key, default).DefaultTimeout();

        var renamed = await UpdateAsync(key.Id, new ApiKeyUpdate { Name = "쇼핑몰 2" });
        var endless = await UpdateAsync(key.Id, new ApiKeyUpdate { SetsExpiresAt = true });

        Assert.Equal(key with { Name = "쇼핑몰 2" }, renamed.Key);
        Assert.Equal(key with { Name = "쇼핑몰 2", ExpiresAt = null }, endless.Key);
        Assert.Equal(endless.Key, await Store.FindAsync(key.Id, default).DefaultTimeout());
        Assert.Equal(new ApiKeyChange(ApiKeyChangeOutcome.NotFound, null), await UpdateAsync("none", new ApiKeyUpdate { Name = "x" }));
    }

    [Fact]
    public async Task UpdateAsync_Revoking_KeepsTheFirstTime()
    {
        await Store.AddAsync(Samples.Key(), default).DefaultTimeout();

        var first = await UpdateAsync(Samples.Key().Id, new ApiKeyUpdate { Revokes = true });
        var second = await Store.UpdateAsync(
            Samples.Key().Id, new ApiKeyUpdate { Revokes = true }, Samples.Now.AddHours(1), isTrial: false, default).DefaultTimeout();

        Assert.Equal(Samples.Now, first.Key!.RevokedAt);
        Assert.Equal(first, second);
        Assert.Equal(first.Key, await Store.FindByHashAsync(Samples.Key().Hash, default).DefaultTimeout());
    }

    [Fact]
    public async Task UpdateAsync_Trial_StoresNothing()
    {
        await Store.AddAsync(Samples.Key(), default).DefaultTimeout();

        var change = await Store.UpdateAsync(
            Samples.Key().Id, new ApiKeyUpdate { Revokes = true, Name = "x" }, Samples.Now, isTrial: true, default).DefaultTimeout();

        Assert.Equal(("x", Samples.Now), (change.Key!.Name, change.Key.RevokedAt));
        Assert.Equal(Samples.Key(), await Store.FindAsync(Samples.Key().Id, default).DefaultTimeout());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task UpdateAsync_LastActiveAdmin_IsKept(bool revokes, bool expires)
    {
        var admin = Samples.Key("admin", 'a') with { Scopes = ApiScopes.Admin };
        await Store.AddAsync(admin, default).DefaultTimeout();
        await Store.AddAsync(Samples.Key("shop", 'b'), default).DefaultTimeout();
        await Store.AddAsync(Samples.Key("gone", 'c') with { Scopes = ApiScopes.Admin, RevokedAt = Samples.Now }, default).DefaultTimeout();
        await Store.AddAsync(Samples.Key("over", 'd') with { Scopes = ApiScopes.Admin, ExpiresAt = Samples.Now }, default).DefaultTimeout();
        var end = new ApiKeyUpdate { Revokes = revokes, SetsExpiresAt = expires, ExpiresAt = expires ? Samples.Now : null };

        Assert.Equal(ApiKeyChangeOutcome.LastAdmin, (await UpdateAsync(admin.Id, end)).Outcome);
        Assert.Equal(admin, await Store.FindAsync(admin.Id, default).DefaultTimeout());
        Assert.Equal(ApiKeyChangeOutcome.Done, (await UpdateAsync("shop", end)).Outcome);
        Assert.Equal(ApiKeyChangeOutcome.Done, (await UpdateAsync("gone", end)).Outcome);

        await Store.AddAsync(Samples.Key("second", 'e') with { Scopes = ApiScopes.Admin }, default).DefaultTimeout();
        Assert.Equal(ApiKeyChangeOutcome.Done, (await UpdateAsync(admin.Id, end)).Outcome);
    }

    [Fact]
    public async Task UpdateAsync_AllAdminsAtOnce_OneIsLeft()
    {
        string[] ids = [.. Enumerable.Range(0, 8).Select(number => $"admin{number}")];
        foreach (var id in ids)
            await Store.AddAsync(Samples.Key(id, id[^1]) with { Scopes = ApiScopes.Admin }, default).DefaultTimeout();

        var outcomes = await Task.WhenAll(ids.Reverse().Select(id => UpdateAsync(id, new ApiKeyUpdate { Revokes = true }))).DefaultTimeout();

        Assert.Single(outcomes, outcome => outcome.Outcome == ApiKeyChangeOutcome.LastAdmin);
        Assert.Equal("1", await Fixture.ReadTextAsync("SELECT count(*) FROM dk_api_keys WHERE revoked_at IS NULL"));
    }

    [Fact]
    public async Task NoteUsesAsync_LaterAndEarlier_KeepsTheLatest()
    {
        await Store.AddAsync(Samples.Key("a", 'a'), default).DefaultTimeout();
        await Store.AddAsync(Samples.Key("b", 'b'), default).DefaultTimeout();

        await Store.NoteUsesAsync([new("b", Samples.Now), new("a", Samples.Now), new("gone", Samples.Now)], default).DefaultTimeout();
        await Store.NoteUsesAsync([new("a", Samples.Now.AddSeconds(-1)), new("b", Samples.Now.AddSeconds(1))], default).DefaultTimeout();

        Assert.Equal(Samples.Now, (await Store.FindAsync("a", default).DefaultTimeout())!.LastUsedAt);
        Assert.Equal(Samples.Now.AddSeconds(1), (await Store.FindAsync("b", default).DefaultTimeout())!.LastUsedAt);
    }

    private Task<ApiKeyChange> UpdateAsync(string id, ApiKeyUpdate update) =>
        Store.UpdateAsync(id, update, Samples.Now, isTrial: false, default).DefaultTimeout();
}
