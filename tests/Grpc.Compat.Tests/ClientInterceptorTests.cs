using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Grpc.Compat.Tests;

public sealed class ClientInterceptorTests
{
    private readonly List<string> _log = [];

    [Fact]
    public async Task Intercept_AllKindsOfCalls_PassThrough()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel.Intercept(new RecordingInterceptor("a", _log)));

        await client.EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();
        await Task.Run(() => client.Echo(new TestRequest())).DefaultTimeout();
        using var download = client.Download(new TestRequest { Count = 1 });
        Assert.True(await download.ResponseStream.MoveNext().DefaultTimeout());
        using var upload = client.Upload();
        await upload.RequestStream.CompleteAsync().DefaultTimeout();
        await upload.ResponseAsync.DefaultTimeout();
        using var chat = client.Chat();
        await chat.RequestStream.CompleteAsync().DefaultTimeout();
        Assert.False(await chat.ResponseStream.MoveNext().DefaultTimeout());

        Assert.Equal(
            ["a unary Echo", "a blocking Echo", "a server-streaming Download", "a client-streaming Upload", "a duplex Chat"],
            _log);
    }

    [Fact]
    public async Task Intercept_Several_FirstRunsFirst()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();
        var invoker = channel.Intercept(new RecordingInterceptor("a", _log), new RecordingInterceptor("b", _log));

        await new Tester.TesterClient(invoker).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Equal(["a unary Echo", "b unary Echo"], _log);
    }

    [Fact]
    public async Task Intercept_Chained_LastRunsFirst()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();
        var invoker = channel.CreateCallInvoker()
            .Intercept(new RecordingInterceptor("a", _log))
            .Intercept(new RecordingInterceptor("b", _log));

        await new Tester.TesterClient(invoker).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Equal(["b unary Echo", "a unary Echo"], _log);
    }

    [Fact]
    public async Task Intercept_FunctionOverHeaders_ChangesThem()
    {
        string? seen = null;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, context) =>
            {
                seen = context.RequestHeaders.GetValue("added");
                return Task.FromResult(new TestReply());
            },
        });
        using var channel = server.CreateChannel();
        var invoker = channel.Intercept(headers =>
        {
            headers.Add("added", "yes");
            return headers;
        });

        await new Tester.TesterClient(invoker).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Equal("yes", seen);
    }

    [Fact]
    public void Intercept_Null_IsRefused()
    {
        using var channel = Grpc.Net.Client.GrpcChannel.ForAddress("http://127.0.0.1:1");

        Assert.Throws<ArgumentNullException>(() => channel.Intercept((Interceptor)null!));
        Assert.Throws<ArgumentNullException>(() => channel.CreateCallInvoker().Intercept((Interceptor)null!));
    }

    [Fact]
    public async Task Intercept_ReplacesTheReply_CallerSeesTheReplacement()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel.Intercept(new ReplacingInterceptor()));

        using var call = client.EchoAsync(new TestRequest { Text = "original" });

        Assert.Equal("replaced original", (await call.ResponseAsync.DefaultTimeout()).Text);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    /// <summary>Wraps the call object, as interceptors that look at replies do.</summary>
    private sealed class ReplacingInterceptor : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var call = continuation(request, context);
            return new AsyncUnaryCall<TResponse>(
                ReplaceAsync(call.ResponseAsync),
                call.ResponseHeadersAsync,
                call.GetStatus,
                call.GetTrailers,
                call.Dispose);
        }

        private static async Task<TResponse> ReplaceAsync<TResponse>(Task<TResponse> response)
        {
            var reply = await response;
            return (TResponse)(object)new TestReply { Text = $"replaced {((TestReply)(object)reply!).Text}" };
        }
    }
}
