using Domaeka.Core.Sessions;

namespace Domaeka.Core.Retention;

/// <summary>Session tokens that have ended.</summary>
internal sealed class SessionTokenPurge(IEnumerable<ISessionTokenStore> stores) : IPurge
{
    private readonly ISessionTokenStore? _store = stores.LastOrDefault();

    /// <inheritdoc/>
    public string What => "session tokens";

    /// <inheritdoc/>
    public Task RunAsync(PurgeRun run, CancellationToken cancellationToken) => _store is { } store
        ? run.RepeatAsync(limit => store.PurgeAsync(run.Now, limit, cancellationToken), cancellationToken)
        : Task.CompletedTask;
}
