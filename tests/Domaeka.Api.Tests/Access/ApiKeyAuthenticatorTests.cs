using Domaeka.Api.Access;
using Domaeka.Core.Access;
using Domaeka.Core.Storage;
using Domaeka.TestKit;

namespace Domaeka.Api.Tests.Access;

public sealed class ApiKeyAuthenticatorTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly CountingStore _store = new();
    private readonly ApiKeyAuthenticator _authenticator;

    public ApiKeyAuthenticatorTests() => _authenticator = new ApiKeyAuthenticator(_store, _clock);

    [Fact]
    public async Task Judge_SameKeyAgain_AsksTheStoreOnce()
    {
        var key = _store.Add();

        for (var i = 0; i < 10; i++)
            Assert.Equal(KeyVerdict.Valid, (await _authenticator.JudgeAsync(key, CancellationToken.None)).Verdict);

        Assert.Equal(1, _store.Questions);
    }

    [Fact]
    public async Task Judge_WrongKeyAgain_AsksTheStoreOnce()
    {
        for (var i = 0; i < 10; i++)
            Assert.Equal(KeyVerdict.Unknown, (await _authenticator.JudgeAsync("dk_wrong", CancellationToken.None)).Verdict);

        Assert.Equal(1, _store.Questions);
    }

    [Fact]
    public async Task Judge_FloodOfWrongKeys_KeepsTheRightOne()
    {
        var key = _store.Add();
        await _authenticator.JudgeAsync(key, CancellationToken.None);
        for (var i = 0; i < 3_000; i++)
            await _authenticator.JudgeAsync($"dk_wrong{i}", CancellationToken.None);
        var before = _store.Questions;

        Assert.Equal(KeyVerdict.Valid, (await _authenticator.JudgeAsync(key, CancellationToken.None)).Verdict);

        Assert.Equal(before, _store.Questions);
    }

    [Fact]
    public async Task Judge_RevokedMeanwhile_IsNoticedWithinTwoSeconds()
    {
        var key = _store.Add();
        await _authenticator.JudgeAsync(key, CancellationToken.None);
        _store.Revoke(key, _clock.GetUtcNow());

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(KeyVerdict.Revoked, (await _authenticator.JudgeAsync(key, CancellationToken.None)).Verdict);
    }

    [Fact]
    public async Task Replace_RevokedKey_HoldsAtOnceAndAlsoWhileTheDatabaseIsAway()
    {
        var key = _store.Add();
        await _authenticator.JudgeAsync(key, CancellationToken.None);

        _authenticator.Replace(_store.Find(key) with { RevokedAt = _clock.GetUtcNow() });

        Assert.Equal(KeyVerdict.Revoked, (await _authenticator.JudgeAsync(key, CancellationToken.None)).Verdict);
        _store.IsDown = true;
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(KeyVerdict.Revoked, (await _authenticator.JudgeAsync(key, CancellationToken.None)).Verdict);
    }

    [Fact]
    public async Task Replace_WhileTheKeyIsBeingRead_IsNotOvertakenByTheOlderAnswer()
    {
        var key = _store.Add();
        _store.Hold = new TaskCompletionSource();
        var reading = _authenticator.JudgeAsync(key, CancellationToken.None);
        var revoked = _store.Find(key) with { RevokedAt = _clock.GetUtcNow() };
        _store.Revoke(key, _clock.GetUtcNow());

        _authenticator.Replace(revoked);
        _store.Hold.SetResult();
        _store.Hold = null;
        await reading.AsTask().DefaultTimeout();

        Assert.Equal(KeyVerdict.Revoked, (await _authenticator.JudgeAsync(key, CancellationToken.None)).Verdict);
    }

    [Fact]
    public async Task Judge_ExpiresWhileCached_EndsOnTime()
    {
        var key = _store.Add(expiresAt: _clock.GetUtcNow().AddSeconds(2));
        Assert.Equal(KeyVerdict.Valid, (await _authenticator.JudgeAsync(key, CancellationToken.None)).Verdict);

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(KeyVerdict.Expired, (await _authenticator.JudgeAsync(key, CancellationToken.None)).Verdict);
    }

    [Fact]
    public async Task Judge_DatabaseIsAway_KeepsToWhatItKnew()
    {
        var key = _store.Add(expiresAt: _clock.GetUtcNow().AddHours(1));
        await _authenticator.JudgeAsync(key, CancellationToken.None);
        await _authenticator.JudgeAsync("dk_wrong", CancellationToken.None);
        _store.IsDown = true;
        _clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(KeyVerdict.Valid, (await _authenticator.JudgeAsync(key, CancellationToken.None)).Verdict);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _authenticator.JudgeAsync("dk_wrong", CancellationToken.None).AsTask());
        _clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(KeyVerdict.Expired, (await _authenticator.JudgeAsync(key, CancellationToken.None)).Verdict);
    }

    private sealed class CountingStore : IApiKeyStore
    {
        private readonly Dictionary<string, ApiKey> _keys = [];

        public bool IsDown { get; set; }

        /// <summary>What an answer waits for behind its reading; null for nothing.</summary>
        public TaskCompletionSource? Hold { get; set; }

        public int Questions { get; private set; }

        public string Add(DateTimeOffset? expiresAt = null)
        {
            var key = ApiKeys.Generate();
            _keys[ApiKeys.Hash(key)] = new ApiKey
            {
                Id = ApiKeys.GenerateId(),
                Name = "test",
                Hash = ApiKeys.Hash(key),
                Scopes = ApiScopes.Read,
                CreatedAt = DateTimeOffset.UnixEpoch,
                ExpiresAt = expiresAt,
            };
            return key;
        }

        public ApiKey Find(string key) => _keys[ApiKeys.Hash(key)];

        public void Revoke(string key, DateTimeOffset at) => _keys[ApiKeys.Hash(key)] = _keys[ApiKeys.Hash(key)] with { RevokedAt = at };

        public Task<bool> AnyAsync(CancellationToken cancellationToken) => Task.FromResult(_keys.Count > 0);

        public Task AddAsync(ApiKey key, CancellationToken cancellationToken)
        {
            _keys.Add(key.Hash, key);
            return Task.CompletedTask;
        }

        public async Task<ApiKey?> FindByHashAsync(string hash, CancellationToken cancellationToken)
        {
            Questions++;
            if (IsDown)
                throw new StorageUnavailableException("down");
            var found = _keys.GetValueOrDefault(hash);
            if (Hold is { } hold)
                await hold.Task;
            return found;
        }

        public Task<ApiKeyCreation> CreateAsync(ApiKey key, string? requestId, string? requestHash, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ApiKey>> ListAsync(ApiKeyQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ApiKeyChange> UpdateAsync(
            string id, ApiKeyUpdate update, DateTimeOffset at, bool isTrial, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task NoteUsesAsync(IReadOnlyCollection<ApiKeyUse> uses, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
