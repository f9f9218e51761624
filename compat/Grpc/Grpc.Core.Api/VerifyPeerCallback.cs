namespace Grpc.Core;

/// <summary>Judges the certificate of a server.</summary>
/// <param name="context">The server's name and certificate.</param>
/// <returns>Whether the connection may go on.</returns>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);
