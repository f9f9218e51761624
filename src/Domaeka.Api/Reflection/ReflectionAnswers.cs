using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using RequestCase = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace Domaeka.Api.Reflection;

/// <summary>
/// The answers of one reflection stream. It remembers which files it brought, so that a client that walks through them gets each dependency
/// once.
/// </summary>
internal sealed class ReflectionAnswers(DescriptorIndex index)
{
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);

    /// <summary>The answer to one request; an error is an answer too.</summary>
    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case RequestCase.ListServices:
                response.ListServicesResponse = new ListServiceResponse
                {
                    Service = { index.Services.Select(name => new ServiceResponse { Name = name }) },
                };
                break;
            case RequestCase.FileByFilename when index.FindFile(request.FileByFilename) is { } file:
                response.FileDescriptorResponse = Pack(file);
                break;
            case RequestCase.FileContainingSymbol when index.FindSymbol(request.FileContainingSymbol) is { } file:
                response.FileDescriptorResponse = Pack(file);
                break;
            case RequestCase.AllExtensionNumbersOfType when index.HasMessage(request.AllExtensionNumbersOfType):
                response.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = request.AllExtensionNumbersOfType };
                break;
            case RequestCase.None:
                response.ErrorResponse = Error(StatusCode.InvalidArgument, "The request asks for nothing.");
                break;
            default:
                response.ErrorResponse = Error(StatusCode.NotFound, "There is nothing of this name.");
                break;
        }

        return response;
    }

    private static ErrorResponse Error(StatusCode code, string message) => new() { ErrorCode = (int)code, ErrorMessage = message };

    private FileDescriptorResponse Pack(FileDescriptor file)
    {
        var answer = new FileDescriptorResponse();

        // What was asked for is always told, whatever was told before.
        _sent.Remove(file.Name);
        var packed = new List<ByteString>();
        Add(file, packed);
        packed.Reverse();
        answer.FileDescriptorProto.Add(packed);
        return answer;
    }

    // Each file behind all that it depends on: read backwards, before all of it, also where several of them share one.
    private void Add(FileDescriptor file, List<ByteString> packed)
    {
        if (!_sent.Add(file.Name))
            return;
        foreach (var dependency in file.Dependencies)
            Add(dependency, packed);
        packed.Add(file.SerializedData);
    }
}
