using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Google.Protobuf;
using Grpc.Core;

namespace Grpc.Compat.Tests;

public sealed class CallTypesTests
{
    [Fact]
    public async Task Unary_Message_IsEchoed()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        var call = client.EchoAsync(new TestRequest { Text = "안녕", Payload = ByteString.CopyFrom(0, 255, 1) });
        var reply = await call.ResponseAsync.DefaultTimeout();

        Assert.Equal("안녕", reply.Text);
        Assert.Equal(new byte[] { 0, 255, 1 }, reply.Payload.ToByteArray());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Empty(call.GetTrailers());
    }

    [Fact]
    public async Task Unary_Blocking_IsEchoed()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        var reply = await Task.Run(() => client.Echo(new TestRequest { Text = "blocking" })).DefaultTimeout();

        Assert.Equal("blocking", reply.Text);
    }

    [Fact]
    public async Task Unary_EmptyMessage_IsEchoed()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();

        var reply = await new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Equal(new TestReply(), reply);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(70_000)]
    [InlineData(3_000_000)]
    public async Task Unary_LargeMessage_ArrivesWhole(int size)
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();
        var payload = new byte[size];
        new Random(size).NextBytes(payload);

        var reply = await new Tester.TesterClient(channel)
            .EchoAsync(new TestRequest { Payload = ByteString.CopyFrom(payload) }).ResponseAsync.DefaultTimeout();

        Assert.Equal(payload, reply.Payload.ToByteArray());
    }

    [Fact]
    public async Task Unary_ManyAtOnce_EachGetsItsOwnAnswer()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();
        var client = new Tester.TesterClient(channel);

        var replies = await Task.WhenAll(Enumerable.Range(0, 500)
            .Select(async i => (await client.EchoAsync(new TestRequest { Text = $"{i}" })).Text)).DefaultTimeout();

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), replies);
    }

    [Fact]
    public async Task ServerStreaming_Messages_ArriveInOrder()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();

        using var call = new Tester.TesterClient(channel).Download(new TestRequest { Text = "x", Count = 250 });
        var counts = new List<int>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
            counts.Add(reply.Count);

        Assert.Equal(Enumerable.Range(1, 250), counts);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ServerStreaming_NoMessages_EndsAtOnce()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();

        using var call = new Tester.TesterClient(channel).Download(new TestRequest { Count = 0 });

        Assert.False(await call.ResponseStream.MoveNext().DefaultTimeout());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.False(await call.ResponseStream.MoveNext().DefaultTimeout());
    }

    [Fact]
    public async Task ClientStreaming_Messages_AreCounted()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();

        using var call = new Tester.TesterClient(channel).Upload();
        for (var i = 0; i < 3; i++)
            await call.RequestStream.WriteAsync(new TestRequest { Text = $"{i}" }).DefaultTimeout();
        await call.RequestStream.CompleteAsync().DefaultTimeout();
        var reply = await call.ResponseAsync.DefaultTimeout();

        Assert.Equal("0,1,2", reply.Text);
        Assert.Equal(3, reply.Count);
    }

    [Fact]
    public async Task ClientStreaming_NoMessages_IsAnswered()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();

        using var call = new Tester.TesterClient(channel).Upload();
        await call.RequestStream.CompleteAsync().DefaultTimeout();

        Assert.Equal(0, (await call.ResponseAsync.DefaultTimeout()).Count);
    }

    [Fact]
    public async Task Duplex_PingPong_AnswersBetweenWrites()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();

        using var call = new Tester.TesterClient(channel).Chat();
        for (var i = 0; i < 100; i++)
        {
            await call.RequestStream.WriteAsync(new TestRequest { Text = $"{i}" }).DefaultTimeout();
            Assert.True(await call.ResponseStream.MoveNext().DefaultTimeout());
            Assert.Equal($"{i}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync().DefaultTimeout();
        Assert.False(await call.ResponseStream.MoveNext().DefaultTimeout());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Duplex_ServerEndsFirst_ClientSeesTheStatus()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Chat = async (requests, responses, context) =>
            {
                await requests.MoveNext();
                await responses.WriteAsync(new TestReply { Text = "bye" });
                context.Status = new Status(StatusCode.FailedPrecondition, "enough");
            },
        });
        using var channel = server.CreateChannel();

        using var call = new Tester.TesterClient(channel).Chat();
        await call.RequestStream.WriteAsync(new TestRequest { Text = "hello" }).DefaultTimeout();

        Assert.True(await call.ResponseStream.MoveNext().DefaultTimeout());
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().DefaultTimeout());
        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Equal("enough", error.Status.Detail);
    }
}
