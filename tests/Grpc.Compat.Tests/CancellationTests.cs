using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Grpc.Core;
using Grpc.Net.Client;

namespace Grpc.Compat.Tests;

public sealed class CancellationTests
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Unary_TokenCancelled_BothSidesLearnOfIt()
    {
        await using var server = await TestServer.StartAsync(WaitingHandlers());
        using var channel = server.CreateChannel();
        using var source = new CancellationTokenSource();
        using var call = new Tester.TesterClient(channel).EchoAsync(new TestRequest(), cancellationToken: source.Token);
        await _started.Task.DefaultTimeout();

        await source.CancelAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        await _cancelled.Task.DefaultTimeout();
    }

    [Fact]
    public async Task Unary_TokenCancelledBefore_NeverStarts()
    {
        await using var server = await TestServer.StartAsync(WaitingHandlers());
        using var channel = server.CreateChannel();

        var error = await Assert.ThrowsAsync<RpcException>(() => new Tester.TesterClient(channel)
            .EchoAsync(new TestRequest(), cancellationToken: new CancellationToken(true)).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.False(_started.Task.IsCompleted);
    }

    [Fact]
    public async Task Unary_Disposed_BothSidesLearnOfIt()
    {
        await using var server = await TestServer.StartAsync(WaitingHandlers());
        using var channel = server.CreateChannel();
        var call = new Tester.TesterClient(channel).EchoAsync(new TestRequest());
        await _started.Task.DefaultTimeout();

        call.Dispose();
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        await _cancelled.Task.DefaultTimeout();
    }

    [Fact]
    public async Task Unary_TokenCancelledWithDeadline_ServerTokenFires()
    {
        await using var server = await TestServer.StartAsync(WaitingHandlers());
        using var channel = server.CreateChannel();
        using var source = new CancellationTokenSource();
        using var call = new Tester.TesterClient(channel)
            .EchoAsync(new TestRequest(), deadline: DateTime.UtcNow.AddMinutes(1), cancellationToken: source.Token);
        await _started.Task.DefaultTimeout();

        await source.CancelAsync();

        Assert.Equal(
            StatusCode.Cancelled,
            (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.DefaultTimeout())).StatusCode);
        await _cancelled.Task.DefaultTimeout();
    }

    [Fact]
    public async Task ServerStreaming_Disposed_ServerTokenFires()
    {
        await using var server = await TestServer.StartAsync(WaitingHandlers());
        using var channel = server.CreateChannel();
        var call = new Tester.TesterClient(channel).Download(new TestRequest());
        Assert.True(await call.ResponseStream.MoveNext().DefaultTimeout());

        call.Dispose();

        await _cancelled.Task.DefaultTimeout();
        await Assert.ThrowsAnyAsync<ObjectDisposedException>(() => call.ResponseStream.MoveNext().DefaultTimeout());
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ServerStreaming_TokenOfTheReadCancelled_CancelsTheCall()
    {
        await using var server = await TestServer.StartAsync(WaitingHandlers());
        using var channel = server.CreateChannel();
        using var source = new CancellationTokenSource();
        using var call = new Tester.TesterClient(channel).Download(new TestRequest());
        Assert.True(await call.ResponseStream.MoveNext().DefaultTimeout());

        var read = call.ResponseStream.MoveNext(source.Token);
        await source.CancelAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => read.DefaultTimeout());

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        await _cancelled.Task.DefaultTimeout();
    }

    [Fact]
    public async Task ServerStreaming_ReadAllWithToken_Ends()
    {
        await using var server = await TestServer.StartAsync(WaitingHandlers());
        using var channel = server.CreateChannel();
        using var source = new CancellationTokenSource();
        using var call = new Tester.TesterClient(channel).Download(new TestRequest());

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await foreach (var reply in call.ResponseStream.ReadAllAsync(source.Token))
                await source.CancelAsync();
        });

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
    }

    [Fact]
    public async Task ClientStreaming_TokenCancelled_WriterFails()
    {
        await using var server = await TestServer.StartAsync(WaitingHandlers());
        using var channel = server.CreateChannel();
        using var source = new CancellationTokenSource();
        using var call = new Tester.TesterClient(channel).Upload(cancellationToken: source.Token);
        await call.RequestStream.WriteAsync(new TestRequest()).DefaultTimeout();
        await _started.Task.DefaultTimeout();

        await source.CancelAsync();

        await _cancelled.Task.DefaultTimeout();
        var response = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.DefaultTimeout());
        var write = await Assert.ThrowsAsync<RpcException>(
            () => call.RequestStream.WriteAsync(new TestRequest()).DefaultTimeout());
        Assert.Equal(StatusCode.Cancelled, response.StatusCode);
        Assert.Equal(StatusCode.Cancelled, write.StatusCode);
    }

    [Fact]
    public async Task ClientStreaming_CompletedTwiceOrWrittenAfter_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).Upload();
        await call.RequestStream.CompleteAsync().DefaultTimeout();

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => call.RequestStream.WriteAsync(new TestRequest()).DefaultTimeout());
        await call.ResponseAsync.DefaultTimeout();
    }

    [Fact]
    public async Task Duplex_TokenCancelled_BothSidesLearnOfIt()
    {
        await using var server = await TestServer.StartAsync(WaitingHandlers());
        using var channel = server.CreateChannel();
        using var source = new CancellationTokenSource();
        using var call = new Tester.TesterClient(channel).Chat(cancellationToken: source.Token);
        var read = call.ResponseStream.MoveNext();
        await _started.Task.DefaultTimeout();

        await source.CancelAsync();

        Assert.Equal(
            StatusCode.Cancelled,
            (await Assert.ThrowsAsync<RpcException>(() => read.DefaultTimeout())).StatusCode);
        await _cancelled.Task.DefaultTimeout();
    }

    [Fact]
    public async Task ThrowOperationCanceled_TokenCancelled_ThrowsThatInstead()
    {
        await using var server = await TestServer.StartAsync(WaitingHandlers());
        using var channel = server.CreateChannel(new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        using var source = new CancellationTokenSource();
        using var call = new Tester.TesterClient(channel).EchoAsync(new TestRequest(), cancellationToken: source.Token);
        await _started.Task.DefaultTimeout();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.ResponseAsync.DefaultTimeout());
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ThrowOperationCanceled_DeadlinePasses_ThrowsThatInstead()
    {
        await using var server = await TestServer.StartAsync(WaitingHandlers());
        using var channel = server.CreateChannel(new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        using var call = new Tester.TesterClient(channel)
            .EchoAsync(new TestRequest(), deadline: DateTime.UtcNow.AddMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.ResponseAsync.DefaultTimeout());
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ThrowOperationCanceled_StreamCancelled_ThrowsThatInstead()
    {
        await using var server = await TestServer.StartAsync(WaitingHandlers());
        using var channel = server.CreateChannel(new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        using var source = new CancellationTokenSource();
        using var call = new Tester.TesterClient(channel).Download(new TestRequest(), cancellationToken: source.Token);
        Assert.True(await call.ResponseStream.MoveNext().DefaultTimeout());

        var read = call.ResponseStream.MoveNext();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read.DefaultTimeout());
    }

    [Fact]
    public async Task Server_Aborts_ClientFails()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = async (_, context) =>
            {
                context.GetHttpContext().Abort();
                await Task.Yield();
                return new TestReply();
            },
        });
        using var channel = server.CreateChannel();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());

        Assert.NotEqual(StatusCode.OK, error.StatusCode);
    }

    [Fact]
    public async Task Server_AbortsInAStream_ClientFails()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Download = async (_, responses, context) =>
            {
                await responses.WriteAsync(new TestReply());
                context.GetHttpContext().Abort();
            },
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).Download(new TestRequest());

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext().DefaultTimeout())
            {
            }
        });

        Assert.NotEqual(StatusCode.OK, error.StatusCode);
        Assert.Equal(error.StatusCode, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Server_WritesAfterTheEnd_IsRefused()
    {
        IServerStreamWriter<TestReply>? writer = null;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Download = (_, responses, _) =>
            {
                writer = responses;
                return Task.CompletedTask;
            },
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).Download(new TestRequest());
        Assert.False(await call.ResponseStream.MoveNext().DefaultTimeout());

        await Assert.ThrowsAsync<InvalidOperationException>(() => writer!.WriteAsync(new TestReply()).DefaultTimeout());
    }

    [Fact]
    public async Task Channel_Disposed_CancelsItsCallsAndRefusesNewOnes()
    {
        await using var server = await TestServer.StartAsync(WaitingHandlers());
        var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);
        using var call = client.EchoAsync(new TestRequest());
        await _started.Task.DefaultTimeout();

        channel.Dispose();

        Assert.Equal(
            StatusCode.Cancelled,
            (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.DefaultTimeout())).StatusCode);
        await _cancelled.Task.DefaultTimeout();
        Assert.Throws<ObjectDisposedException>(() => { _ = client.EchoAsync(new TestRequest()); });
    }

    private Handlers WaitingHandlers() => new()
    {
        Echo = async (_, context) =>
        {
            await WaitAsync(context);
            return new TestReply();
        },
        Download = async (_, responses, context) =>
        {
            await responses.WriteAsync(new TestReply());
            await WaitAsync(context);
        },
        Upload = async (requests, context) =>
        {
            await requests.MoveNext();
            await WaitAsync(context);
            return new TestReply();
        },
        Chat = (_, _, context) => WaitAsync(context),
    };

    private async Task WaitAsync(ServerCallContext context)
    {
        using var registration = context.CancellationToken.Register(() => _cancelled.TrySetResult());
        _started.TrySetResult();
        await _cancelled.Task;
    }
}
