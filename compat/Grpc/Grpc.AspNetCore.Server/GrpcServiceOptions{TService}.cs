namespace Grpc.AspNetCore.Server;

/// <summary>Options of one service; they win over those of the app.</summary>
/// <typeparam name="TService">The service.</typeparam>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
}
