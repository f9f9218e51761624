using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;
using V1Request = Grpc.Reflection.V1.ServerReflectionRequest;

namespace Domaeka.Api.Reflection;

/// <summary>Serves <c>grpc.reflection.v1alpha</c>, whose messages are those of v1 byte for byte.</summary>
internal sealed class ReflectionAlphaEndpoint(ReflectionStream stream) : ServerReflection.ServerReflectionBase
{
    /// <inheritdoc/>
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context) =>
        stream.ServeAsync(
            requestStream,
            responseStream,
            request => V1Request.Parser.ParseFrom(request.ToByteArray()),
            response => ServerReflectionResponse.Parser.ParseFrom(response.ToByteArray()),
            context.CancellationToken);
}
