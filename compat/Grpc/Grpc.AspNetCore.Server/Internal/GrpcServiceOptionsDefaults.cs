using Grpc.Shared;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Fills in what the app did not set.</summary>
internal sealed class GrpcServiceOptionsDefaults : IConfigureOptions<GrpcServiceOptions>
{
    public void Configure(GrpcServiceOptions options)
    {
        // A null that was set on purpose stays: it means "no limit".
        if (!options.MaxReceiveMessageSizeSet)
            options.MaxReceiveMessageSize = GrpcProtocol.DefaultMaxReceiveMessageSize;

        foreach (var provider in MessageCompression.DefaultProviders)
        {
            if (!options.CompressionProviders.Any(existing => existing.EncodingName == provider.EncodingName))
                options.CompressionProviders.Add(provider);
        }
    }
}
