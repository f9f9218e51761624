using Domaeka.Core.Access;
using Domaeka.Core.Memory;
using Domaeka.Core.Storage;

namespace Domaeka.Api.Access;

/// <summary>Judges presented keys.</summary>
internal sealed class ApiKeyAuthenticator(IApiKeyStore store, TimeProvider clock) : IMemoryTrim
{
    private const int CacheCapacity = 1_000;
    private static readonly TimeSpan CacheLifetime = TimeSpan.FromSeconds(2);

    // Apart, so that a flood of wrong keys cannot push the right ones out.
    private readonly KeyCache _known = new(CacheCapacity, CacheLifetime, clock);
    private readonly KeyCache _unknown = new(CacheCapacity, CacheLifetime, clock);

    /// <summary>Takes in that a key was changed, so that the change holds from now on.</summary>
    public void Replace(ApiKey key) => _known.Replace(key);

    /// <summary>Forgets the wrong keys; the right ones are few, and are needed when the database is away.</summary>
    public void Trim() => _unknown.Clear();

    /// <summary>The verdict on a key, and its row unless it is unknown.</summary>
    /// <exception cref="StorageUnavailableException">The key was never seen and the database does not answer.</exception>
    public async ValueTask<(KeyVerdict Verdict, ApiKey? Key)> JudgeAsync(string presented, CancellationToken cancellationToken)
    {
        if (presented.Length is 0 or > ApiKeys.MaxLength)
            return (KeyVerdict.Unknown, null);

        var hash = ApiKeys.Hash(presented);
        if (!_known.TryGet(hash, out var key) && !_unknown.TryGet(hash, out key))
        {
            var version = _known.Version;
            try
            {
                key = await store.FindByHashAsync(hash, cancellationToken);
                if (key is null)
                    _unknown.Set(hash, null, _unknown.Version);
                else
                    _known.Set(hash, key, version);
            }
            catch (StorageUnavailableException) when (_known.FindStale(hash) is { } stale)
            {
                // As with approvals, what was last known holds while the database is away: whoever looks after the server can still ask it.
                key = stale;
            }
        }

        if (key is null)
            return (KeyVerdict.Unknown, null);

        var now = clock.GetUtcNow();
        var verdict = key.RevokedAt <= now ? KeyVerdict.Revoked
            : key.ExpiresAt <= now ? KeyVerdict.Expired
            : KeyVerdict.Valid;
        return (verdict, key);
    }
}
