using Domaeka.Api.Configuration;
using Domaeka.Core.Access;
using Microsoft.Extensions.Options;

namespace Domaeka.Api.Access;

/// <summary>Makes an admin key on the first start, when the database holds none at all, so that somebody can get in.</summary>
internal sealed class FirstKeyMaker(
    IApiKeyStore store, IOptions<DataOptions> data, TimeProvider clock, ILogger<FirstKeyMaker> logger) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await store.AnyAsync(cancellationToken))
            return;

        var directory = Path.GetFullPath(data.Value.Directory);
        AdminKeyFile.MakeDirectory(directory);
        var path = Path.Combine(directory, AdminKeyFile.Name);
        var key = ApiKeys.Generate();

        // The file first: a key that is stored but was never written down would lock everybody out for good.
        AdminKeyFile.Write(path, key);
        await store.AddAsync(
            new ApiKey
            {
                Id = ApiKeys.GenerateId(),
                Name = "first admin key",
                Hash = ApiKeys.Hash(key),
                Scopes = ApiScopes.Admin,
                CreatedAt = clock.GetUtcNow(),
            },
            cancellationToken);
        Log.AdminKeyWritten(logger, path);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
