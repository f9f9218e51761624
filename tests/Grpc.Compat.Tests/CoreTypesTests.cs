using System.Text;
using Domaeka.Compat.Test;
using Grpc.Core;

namespace Grpc.Compat.Tests;

/// <summary>The types that need no wire.</summary>
public sealed class CoreTypesTests
{
    [Fact]
    public void CallOptions_With_GivesChangedCopies()
    {
        using var source = new CancellationTokenSource();
        var headers = new Metadata();
        var deadline = DateTime.UtcNow;
        var writeOptions = new WriteOptions(WriteFlags.NoCompress);
        var credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        var original = new CallOptions();

        var changed = original
            .WithHeaders(headers)
            .WithDeadline(deadline)
            .WithCancellationToken(source.Token)
            .WithWriteOptions(writeOptions)
            .WithCredentials(credentials)
            .WithWaitForReady();

        Assert.Same(headers, changed.Headers);
        Assert.Equal(deadline, changed.Deadline);
        Assert.Equal(source.Token, changed.CancellationToken);
        Assert.Same(writeOptions, changed.WriteOptions);
        Assert.Same(credentials, changed.Credentials);
        Assert.True(changed.IsWaitForReady);
        Assert.Null(original.Headers);
        Assert.Null(original.Deadline);
        Assert.False(original.IsWaitForReady);
    }

    [Fact]
    public void RpcException_OfAStatus_DescribesIt()
    {
        var cause = new InvalidOperationException("cause");
        var error = new RpcException(new Status(StatusCode.NotFound, "room", cause));

        Assert.Contains("NotFound", error.Message);
        Assert.Contains("room", error.Message);
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
        Assert.Empty(error.Trailers);
        Assert.Same(cause, error.Status.DebugException);
        Assert.Equal("own", new RpcException(Status.DefaultCancelled, "own").Message);
        Assert.Throws<ArgumentNullException>(() => new RpcException(Status.DefaultSuccess, (Metadata)null!));
    }

    [Fact]
    public void Status_Defaults_AreOkAndCancelled()
    {
        Assert.Equal(StatusCode.OK, Status.DefaultSuccess.StatusCode);
        Assert.Equal("", Status.DefaultSuccess.Detail);
        Assert.Equal(StatusCode.Cancelled, Status.DefaultCancelled.StatusCode);
        Assert.Equal("Status(StatusCode=\"OK\", Detail=\"\")", Status.DefaultSuccess.ToString());
    }

    [Fact]
    public async Task AsyncUnaryCall_OfATest_GivesWhatItWasMadeOf()
    {
        var disposed = false;
        var trailers = new Metadata { { "k", "v" } };
        var call = new AsyncUnaryCall<string>(
            Task.FromResult("reply"),
            Task.FromResult(new Metadata()),
            () => Status.DefaultSuccess,
            () => trailers,
            () => disposed = true);

        Assert.Equal("reply", await call);
        Assert.Equal("reply", await call.ConfigureAwait(false));
        Assert.Same(trailers, call.GetTrailers());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        call.Dispose();
        Assert.True(disposed);
    }

    [Fact]
    public void Method_FullName_IsThePath()
    {
        var method = new Method<string, string>(
            MethodType.Unary, "pkg.Service", "Do", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        Assert.Equal("/pkg.Service/Do", method.FullName);
        Assert.Equal("한글", method.RequestMarshaller.Deserializer(Encoding.UTF8.GetBytes("한글")));
        Assert.Equal(Encoding.UTF8.GetBytes("한글"), method.RequestMarshaller.Serializer("한글"));
    }

    [Fact]
    public void ServerServiceDefinition_OfAService_IsBuilt()
    {
        Assert.NotNull(Tester.BindService(new DelegatingTester(new Handlers())));
    }

    [Fact]
    public void BindService_WithABinder_NamesEveryMethod()
    {
        var binder = new NamingBinder();

        Tester.BindService(binder, null);

        Assert.Equal(
            ["Unary Echo", "ServerStreaming Download", "ClientStreaming Upload", "DuplexStreaming Chat", "Unary NotImplementedHere"],
            binder.Names);
    }

    [Fact]
    public async Task Client_ForTests_CanBeSubclassed()
    {
        var reply = await new FakeClient().EchoAsync(new TestRequest());

        Assert.Equal("fake", reply.Text);
    }

    [Fact]
    public void WriteFlags_Values_AreThoseOfTheWire()
    {
        Assert.Equal(1, (int)WriteFlags.BufferHint);
        Assert.Equal(2, (int)WriteFlags.NoCompress);
        Assert.Equal(16, (int)StatusCode.Unauthenticated);
    }

    private sealed class NamingBinder : ServiceBinderBase
    {
        public List<string> Names { get; } = [];

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            UnaryServerMethod<TRequest, TResponse>? handler) => Names.Add($"{method.Type} {method.Name}");

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            ClientStreamingServerMethod<TRequest, TResponse>? handler) => Names.Add($"{method.Type} {method.Name}");

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            ServerStreamingServerMethod<TRequest, TResponse>? handler) => Names.Add($"{method.Type} {method.Name}");

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method,
            DuplexStreamingServerMethod<TRequest, TResponse>? handler) => Names.Add($"{method.Type} {method.Name}");
    }

    private sealed class FakeClient : Tester.TesterClient
    {
        public override AsyncUnaryCall<TestReply> EchoAsync(TestRequest request, CallOptions options) => new(
            Task.FromResult(new TestReply { Text = "fake" }),
            Task.FromResult(new Metadata()),
            () => Status.DefaultSuccess,
            () => [],
            () => { });
    }
}
