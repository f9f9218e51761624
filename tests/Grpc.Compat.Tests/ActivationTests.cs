using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Compat.Tests;

public sealed class ActivationTests
{
    private readonly Witness _witness = new();

    [Fact]
    public async Task Service_NotRegistered_IsMadePerCallAndDisposed()
    {
        await using var server = await StartAsync(_ => { });
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        await client.EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();
        await client.EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Equal(2, _witness.Made);
        await _witness.DisposedTwice.Task.DefaultTimeout();
    }

    [Fact]
    public async Task Service_Singleton_IsUsedAndKept()
    {
        await using var server = await StartAsync(services => services.AddSingleton<WitnessedTester>());
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        await client.EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();
        await client.EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Equal(1, _witness.Made);
        Assert.Equal(0, _witness.Disposals);
    }

    [Fact]
    public async Task Service_WhichThrows_IsDisposedToo()
    {
        await using var server = await StartAsync(_ => { });
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsAsync<RpcException>(
                () => client.EchoAsync(new TestRequest { Text = "throw" }).ResponseAsync.DefaultTimeout());
        }

        await _witness.DisposedTwice.Task.DefaultTimeout();
    }

    [Fact]
    public async Task Service_ThatCannotBeMade_IsUnknown()
    {
        await using var server = await TestServer.StartAsync(mapTester: false, app: app => app.MapGrpcService<WitnessedTester>());
        using var channel = server.CreateChannel();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.Unknown, error.StatusCode);
    }

    private Task<TestServer> StartAsync(Action<IServiceCollection> register) => TestServer.StartAsync(
        mapTester: false,
        services: services =>
        {
            services.AddSingleton(_witness);
            register(services);
        },
        app: app => app.MapGrpcService<WitnessedTester>());

    private sealed class Witness
    {
        private int _made;
        private int _disposals;

        public int Made => _made;

        public int Disposals => _disposals;

        public TaskCompletionSource DisposedTwice { get; } = new();

        public void OnMade() => Interlocked.Increment(ref _made);

        public void OnDisposed()
        {
            if (Interlocked.Increment(ref _disposals) == 2)
                DisposedTwice.TrySetResult();
        }
    }

    private sealed class WitnessedTester : Tester.TesterBase, IAsyncDisposable
    {
        private readonly Witness _witness;

        public WitnessedTester(Witness witness)
        {
            _witness = witness;
            witness.OnMade();
        }

        public override Task<TestReply> Echo(TestRequest request, ServerCallContext context) => request.Text == "throw"
            ? throw new InvalidOperationException()
            : Task.FromResult(new TestReply());

        public ValueTask DisposeAsync()
        {
            _witness.OnDisposed();
            return ValueTask.CompletedTask;
        }
    }
}
