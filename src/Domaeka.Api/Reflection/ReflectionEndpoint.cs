using Grpc.Core;
using Grpc.Reflection.V1;

namespace Domaeka.Api.Reflection;

/// <summary>Serves <c>grpc.reflection.v1</c>.</summary>
internal sealed class ReflectionEndpoint(ReflectionStream stream) : ServerReflection.ServerReflectionBase
{
    /// <inheritdoc/>
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context) =>
        stream.ServeAsync(requestStream, responseStream, request => request, response => response, context.CancellationToken);
}
