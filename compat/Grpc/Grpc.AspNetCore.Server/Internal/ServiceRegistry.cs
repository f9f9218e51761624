namespace Grpc.AspNetCore.Server.Internal;

/// <summary>What was mapped so far, since "unknown service" is one endpoint for the whole app.</summary>
internal sealed class ServiceRegistry
{
    private int _unknownServiceMapped;

    /// <summary>True for the first caller only.</summary>
    public bool TryClaimUnknownService() => Interlocked.Exchange(ref _unknownServiceMapped, 1) == 0;
}
