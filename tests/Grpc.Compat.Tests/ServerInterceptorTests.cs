using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Compat.Tests;

public sealed class ServerInterceptorTests
{
    private readonly List<string> _log = [];

    [Fact]
    public async Task Interceptors_AllKindsOfCalls_PassThrough()
    {
        await using var server = await StartAsync(options => options.Interceptors.Add<RecordingInterceptor>("a", _log));
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        await client.EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();
        using var download = client.Download(new TestRequest());
        Assert.False(await download.ResponseStream.MoveNext().DefaultTimeout());
        using var upload = client.Upload();
        await upload.RequestStream.CompleteAsync().DefaultTimeout();
        await upload.ResponseAsync.DefaultTimeout();
        using var chat = client.Chat();
        await chat.RequestStream.CompleteAsync().DefaultTimeout();
        Assert.False(await chat.ResponseStream.MoveNext().DefaultTimeout());

        Assert.Equal(
            ["a before unary Echo", "a after unary Echo", "a server-streaming Download", "a client-streaming Upload", "a duplex Chat"],
            _log);
    }

    [Fact]
    public async Task Interceptors_OfAllServicesAndOfOne_RunInThatOrder()
    {
        await using var server = await TestServer.StartAsync(
            options: options =>
            {
                options.Interceptors.Add<RecordingInterceptor>("global1", _log);
                options.Interceptors.Add(typeof(RecordingInterceptor), "global2", _log);
            },
            services: services => services.AddGrpc().AddServiceOptions<DelegatingTester>(
                options => options.Interceptors.Add<RecordingInterceptor>("service", _log)));
        using var channel = server.CreateChannel();

        await new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Equal(
            [
                "global1 before unary Echo", "global2 before unary Echo", "service before unary Echo",
                "service after unary Echo", "global2 after unary Echo", "global1 after unary Echo",
            ],
            _log);
    }

    [Fact]
    public async Task Interceptors_RegisteredInDi_AreTakenFromThere()
    {
        var instance = new CountingInterceptor();
        await using var server = await TestServer.StartAsync(
            options: options => options.Interceptors.Add<CountingInterceptor>(),
            services: services => services.AddSingleton(instance));
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        await client.EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();
        await client.EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Equal(2, instance.Calls);
        Assert.False(instance.IsDisposed);
    }

    [Fact]
    public async Task Interceptors_NotRegistered_AreMadePerCallAndDisposed()
    {
        var made = new List<OwnedInterceptor>();
        await using var server = await TestServer.StartAsync(
            options: options => options.Interceptors.Add<OwnedInterceptor>(),
            services: services => services.AddSingleton(made));
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        await client.EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();
        await client.EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Equal(2, made.Count);
        foreach (var interceptor in made)
            await interceptor.Disposed.Task.DefaultTimeout();
    }

    [Fact]
    public async Task Interceptor_Throws_StatusIsTheClients()
    {
        await using var server = await TestServer.StartAsync(options: options => options.Interceptors.Add<DenyingInterceptor>());
        using var channel = server.CreateChannel();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
        Assert.Equal("no key", error.Status.Detail);
    }

    [Fact]
    public void Interceptors_OfAnotherType_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new GrpcServiceOptions().Interceptors.Add(typeof(string)));
    }

    private static Task<TestServer> StartAsync(Action<GrpcServiceOptions> options) => TestServer.StartAsync(options: options);

    private sealed class CountingInterceptor : Interceptor, IDisposable
    {
        private int _calls;

        public int Calls => _calls;

        public bool IsDisposed { get; private set; }

        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request,
            ServerCallContext context,
            UnaryServerMethod<TRequest, TResponse> continuation)
        {
            Interlocked.Increment(ref _calls);
            return continuation(request, context);
        }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class OwnedInterceptor : Interceptor, IDisposable
    {
        public OwnedInterceptor(List<OwnedInterceptor> made)
        {
            lock (made)
                made.Add(this);
        }

        public TaskCompletionSource Disposed { get; } = new();

        public void Dispose() => Disposed.TrySetResult();
    }

    private sealed class DenyingInterceptor : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request,
            ServerCallContext context,
            UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new RpcException(new Status(StatusCode.Unauthenticated, "no key"));
    }
}
