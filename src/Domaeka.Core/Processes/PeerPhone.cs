namespace Domaeka.Core.Processes;

/// <summary>A phone that is connected to another server process.</summary>
/// <param name="ProcessName">That process; empty when it has just come or gone.</param>
/// <param name="ConnectionId">The connection, as in that process's logs.</param>
/// <param name="ConnectedAt">When the phone proved itself there.</param>
/// <param name="SignedAt">The newest time that the phone was known to have signed then (<see cref="Connections.IPhoneConnection.LastSignedAt"/>).</param>
public sealed record PeerPhone(string ProcessName, string ConnectionId, DateTimeOffset ConnectedAt, DateTimeOffset? SignedAt = null);
