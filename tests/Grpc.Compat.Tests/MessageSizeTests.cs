using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Compat.Tests;

public sealed class MessageSizeTests
{
    private const int FourMegabytes = 4 * 1024 * 1024;

    [Fact]
    public async Task Server_RequestOverDefaultLimit_IsResourceExhausted()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(OfSize(FourMegabytes + 1)).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task Server_RequestAtDefaultLimit_IsAccepted()
    {
        await using var server = await TestServer.StartAsync(new Handlers { Echo = (_, _) => Task.FromResult(new TestReply()) });
        using var channel = server.CreateChannel();

        await new Tester.TesterClient(channel).EchoAsync(OfSize(FourMegabytes)).ResponseAsync.DefaultTimeout();
    }

    [Fact]
    public async Task Server_LimitOfOneService_WinsOverAll()
    {
        await using var server = await TestServer.StartAsync(
            new Handlers { Echo = (_, _) => Task.FromResult(new TestReply()) },
            options => options.MaxReceiveMessageSize = 100,
            services => services.AddGrpc().AddServiceOptions<DelegatingTester>(options => options.MaxReceiveMessageSize = null));
        using var channel = server.CreateChannel();

        await new Tester.TesterClient(channel).EchoAsync(OfSize(FourMegabytes + 1)).ResponseAsync.DefaultTimeout();
    }

    [Fact]
    public async Task Server_MessageInAStreamOverLimit_IsResourceExhausted()
    {
        await using var server = await TestServer.StartAsync(options: options => options.MaxReceiveMessageSize = 100);
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).Upload();
        await call.RequestStream.WriteAsync(OfSize(100)).DefaultTimeout();
        _ = call.RequestStream.WriteAsync(OfSize(101)).ContinueWith(write => write.Exception, TaskScheduler.Default);

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task Server_ResponseOverLimit_IsResourceExhausted()
    {
        await using var server = await TestServer.StartAsync(
            new Handlers { Echo = (_, _) => Task.FromResult(new TestReply { Payload = ByteString.CopyFrom(new byte[200]) }) },
            options => options.MaxSendMessageSize = 100);
        using var channel = server.CreateChannel();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task Client_ResponseOverDefaultLimit_IsResourceExhausted()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, _) => Task.FromResult(new TestReply { Payload = ByteString.CopyFrom(new byte[FourMegabytes + 1]) }),
        });
        using var channel = server.CreateChannel();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task Client_NoLimit_TakesALargeResponse()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, _) => Task.FromResult(new TestReply { Payload = ByteString.CopyFrom(new byte[FourMegabytes + 1]) }),
        });
        using var channel = server.CreateChannel(new GrpcChannelOptions { MaxReceiveMessageSize = null });

        var reply = await new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Equal(FourMegabytes + 1, reply.Payload.Length);
    }

    [Fact]
    public async Task Client_StreamedResponseOverLimit_IsResourceExhausted()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel(new GrpcChannelOptions { MaxReceiveMessageSize = 50 });
        using var call = new Tester.TesterClient(channel).Download(new TestRequest { Count = 1, Text = new string('x', 100) });

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().DefaultTimeout());

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Equal(StatusCode.ResourceExhausted, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Client_RequestOverLimit_IsResourceExhausted()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel(new GrpcChannelOptions { MaxSendMessageSize = 100 });
        var client = new Tester.TesterClient(channel);

        var error = await Assert.ThrowsAsync<RpcException>(() => client.EchoAsync(OfSize(101)).ResponseAsync.DefaultTimeout());
        await client.EchoAsync(OfSize(100)).ResponseAsync.DefaultTimeout();

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    // The payload field adds its tag and its length in front.
    private static TestRequest OfSize(int size)
    {
        var request = new TestRequest { Payload = ByteString.CopyFrom(new byte[size]) };
        var overhead = request.CalculateSize() - size;
        request.Payload = ByteString.CopyFrom(new byte[size - overhead]);
        Assert.Equal(size, request.CalculateSize());
        return request;
    }
}
