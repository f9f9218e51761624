using System.IO.Compression;
using Grpc.Net.Compression;
using Grpc.Shared;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The options that hold for the methods of one service, worked out once when it is mapped.</summary>
internal sealed class MethodOptions
{
    public required int? MaxReceiveMessageSize { get; init; }

    public required int? MaxSendMessageSize { get; init; }

    public required bool EnableDetailedErrors { get; init; }

    public required string? ResponseCompressionAlgorithm { get; init; }

    public required CompressionLevel? ResponseCompressionLevel { get; init; }

    public required IReadOnlyDictionary<string, ICompressionProvider> CompressionProviders { get; init; }

    public required IReadOnlyList<InterceptorRegistration> Interceptors { get; init; }

    public required bool IgnoreUnknownMethods { get; init; }

    public static MethodOptions Create(GrpcServiceOptions all, GrpcServiceOptions service)
    {
        var algorithm = service.ResponseCompressionAlgorithm ?? all.ResponseCompressionAlgorithm;
        var providers = MessageCompression.ByName(service.CompressionProviders.Concat(all.CompressionProviders));
        if (algorithm is not null && algorithm != GrpcProtocol.Identity && !providers.ContainsKey(algorithm))
            throw new InvalidOperationException($"The configured response compression algorithm '{algorithm}' does not have a matching compression provider.");

        return new MethodOptions
        {
            MaxReceiveMessageSize = service.MaxReceiveMessageSizeSet ? service.MaxReceiveMessageSize : all.MaxReceiveMessageSize,
            MaxSendMessageSize = service.MaxSendMessageSizeSet ? service.MaxSendMessageSize : all.MaxSendMessageSize,
            EnableDetailedErrors = service.EnableDetailedErrors ?? all.EnableDetailedErrors ?? false,
            ResponseCompressionAlgorithm = algorithm,
            ResponseCompressionLevel = service.ResponseCompressionLevel ?? all.ResponseCompressionLevel,
            CompressionProviders = providers,
            Interceptors = [.. all.Interceptors, .. service.Interceptors],
            IgnoreUnknownMethods = service.IgnoreUnknownServices ?? all.IgnoreUnknownServices ?? false,
        };
    }
}
