using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Starts the options of one service from those of all services. Interceptors are joined later instead.</summary>
internal sealed class GrpcServiceOptionsInheritance<TService>(IOptions<GrpcServiceOptions> all)
    : IConfigureOptions<GrpcServiceOptions<TService>>
    where TService : class
{
    public void Configure(GrpcServiceOptions<TService> options)
    {
        options.MaxReceiveMessageSize = all.Value.MaxReceiveMessageSize;
        options.MaxSendMessageSize = all.Value.MaxSendMessageSize;
        options.EnableDetailedErrors = all.Value.EnableDetailedErrors;
        options.ResponseCompressionAlgorithm = all.Value.ResponseCompressionAlgorithm;
        options.ResponseCompressionLevel = all.Value.ResponseCompressionLevel;
        options.CompressionProviders = [.. all.Value.CompressionProviders];
        options.IgnoreUnknownServices = all.Value.IgnoreUnknownServices;
    }
}
