using Domaeka.Compat.Test;
using Grpc.Core;

namespace Grpc.Compat.Tests;

/// <summary>The service of the tests; each test supplies its handlers.</summary>
internal sealed class DelegatingTester(Handlers handlers) : Tester.TesterBase
{
    public override Task<TestReply> Echo(TestRequest request, ServerCallContext context) => handlers.Echo(request, context);

    public override Task Download(
        TestRequest request,
        IServerStreamWriter<TestReply> responseStream,
        ServerCallContext context) => handlers.Download(request, responseStream, context);

    public override Task<TestReply> Upload(IAsyncStreamReader<TestRequest> requestStream, ServerCallContext context) =>
        handlers.Upload(requestStream, context);

    public override Task Chat(
        IAsyncStreamReader<TestRequest> requestStream,
        IServerStreamWriter<TestReply> responseStream,
        ServerCallContext context) => handlers.Chat(requestStream, responseStream, context);
}
