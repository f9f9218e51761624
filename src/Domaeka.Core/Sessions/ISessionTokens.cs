using Domaeka.Core.Devices;

namespace Domaeka.Core.Sessions;

/// <summary>
/// Gives phones tokens to resume with, and takes them (<c>docs/security.md</c>, "Session tokens"). Whoever calls it has made sure that phones are
/// verified by a signature at all. Never throws for database trouble.
/// </summary>
public interface ISessionTokens
{
    /// <summary>Whether there are tokens: they are enabled, and there is where to store them.</summary>
    bool IsEnabled { get; }

    /// <summary>
    /// Looks at a token that somebody shows who says that he is this device's phone. A good one is replaced by another, which ends at the
    /// same time.
    /// </summary>
    ValueTask<SessionResumption> ResumeAsync(DeviceKey device, string token, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a token for a phone that has just signed something new on its connection, good for the whole <see cref="SessionTokenOptions.Lifetime"/>. It is
    /// stored when this returns.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="known">
    /// The <see cref="SessionGrant.Handle"/> of the token that the phone is known to have, which stays good until the new one is used; null
    /// when it has none. All others end.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when there is none to be had now: the device is not approved or not bound, or the database does not answer.</returns>
    ValueTask<SessionGrant?> IssueAsync(DeviceKey device, string? known, CancellationToken cancellationToken);
}
