using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Google.Protobuf;
using Grpc.Core;

namespace Grpc.Compat.Tests;

/// <summary>The client against a server that is none of ours.</summary>
public sealed class ForeignServerTests(ForeignServer server) : IClassFixture<ForeignServer>
{
    [Fact]
    public async Task Unary_Messages_AreEchoed()
    {
        var payload = new byte[3_000_000];
        new Random(1).NextBytes(payload);

        var small = await server.Client.EchoAsync(new TestRequest { Text = "안녕하세요" }).ResponseAsync.DefaultTimeout();
        var large = await server.Client.EchoAsync(new TestRequest { Payload = ByteString.CopyFrom(payload) }).ResponseAsync.DefaultTimeout();

        Assert.Equal("안녕하세요", small.Text);
        Assert.Equal(payload, large.Payload.ToByteArray());
    }

    [Fact]
    public async Task ServerStreaming_Messages_ArriveInOrder()
    {
        using var call = server.Client.Download(new TestRequest { Count = 200, Payload = ByteString.CopyFrom(new byte[10_000]) });
        var counts = new List<int>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
            counts.Add(reply.Count);

        Assert.Equal(Enumerable.Range(1, 200), counts);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task ClientStreaming_Messages_AreCounted()
    {
        using var call = server.Client.Upload();
        for (var i = 0; i < 100; i++)
            await call.RequestStream.WriteAsync(new TestRequest { Text = $"{i}" }).DefaultTimeout();
        await call.RequestStream.CompleteAsync().DefaultTimeout();

        Assert.Equal(100, (await call.ResponseAsync.DefaultTimeout()).Count);
    }

    [Fact]
    public async Task Duplex_PingPong_AnswersBetweenWrites()
    {
        using var call = server.Client.Chat();
        for (var i = 0; i < 20; i++)
        {
            await call.RequestStream.WriteAsync(new TestRequest { Text = $"{i}" }).DefaultTimeout();
            Assert.True(await call.ResponseStream.MoveNext().DefaultTimeout());
            Assert.Equal($"{i}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync().DefaultTimeout();
        Assert.False(await call.ResponseStream.MoveNext().DefaultTimeout());
    }

    [Fact]
    public async Task Status_DetailAndTrailers_Arrive()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            () => server.Client.EchoAsync(new TestRequest { Behaviour = "fail" }).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
        Assert.Equal("방이 없습니다: 100 %\n", error.Status.Detail);
        Assert.Equal("none", error.Trailers.GetValue("reason"));
        Assert.Equal(new byte[] { 0, 1, 254, 255 }, error.Trailers.GetValueBytes("blob-bin"));
    }

    [Fact]
    public async Task Status_AfterMessages_Arrives()
    {
        using var call = server.Client.Download(new TestRequest { Behaviour = "fail", Count = 1 });

        Assert.True(await call.ResponseStream.MoveNext().DefaultTimeout());
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().DefaultTimeout());

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task Service_NotServed_IsUnimplemented()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            () => server.Stranger.EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    [Fact]
    public async Task Metadata_BothWays_Arrives()
    {
        using var call = server.Client.EchoAsync(
            new TestRequest { Behaviour = "metadata" },
            new Metadata { { "text-key", "value" }, { "blob-bin", [0, 255, 62, 63] } });

        var headers = await call.ResponseHeadersAsync.DefaultTimeout();
        await call.ResponseAsync.DefaultTimeout();

        foreach (var metadata in new[] { headers, call.GetTrailers() })
        {
            Assert.Equal("value", metadata.GetValue("text-key"));
            Assert.Equal(new byte[] { 0, 255, 62, 63 }, metadata.GetValueBytes("blob-bin"));
        }
    }

    [Fact]
    public async Task Deadline_ReachesTheServer()
    {
        var with = await server.Client
            .EchoAsync(new TestRequest { Behaviour = "remaining" }, deadline: DateTime.UtcNow.AddSeconds(100)).ResponseAsync.DefaultTimeout();
        var without = await server.Client.EchoAsync(new TestRequest { Behaviour = "remaining" }).ResponseAsync.DefaultTimeout();

        Assert.InRange(with.Count, 60, 100);
        Assert.Equal(-1, without.Count);
    }

    [Fact]
    public async Task Deadline_Passes_IsDeadlineExceeded()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => server.Client.EchoAsync(
            new TestRequest { Behaviour = "wait", Text = "deadline" },
            deadline: DateTime.UtcNow.AddMilliseconds(300)).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
    }

    [Fact]
    public async Task Cancellation_ReachesTheServer()
    {
        using var call = server.Client.EchoAsync(new TestRequest { Behaviour = "wait", Text = "cancel" });
        await server.Client.EchoAsync(new TestRequest { Behaviour = "was-started", Text = "cancel" }).ResponseAsync.DefaultTimeout();

        call.Dispose();
        var reply = await server.Client
            .EchoAsync(new TestRequest { Behaviour = "was-cancelled", Text = "cancel" }).ResponseAsync.DefaultTimeout();

        Assert.Equal("yes", reply.Text);
    }

    [Fact]
    public async Task Gzip_BothWays_IsUnderstood()
    {
        var text = string.Concat(Enumerable.Repeat("가나다라", 20_000));

        var reply = await server.Client.EchoAsync(
            new TestRequest { Behaviour = "compress", Text = text },
            new Metadata { { "grpc-internal-encoding-request", "gzip" } }).ResponseAsync.DefaultTimeout();

        Assert.Equal(text, reply.Text);
    }
}
