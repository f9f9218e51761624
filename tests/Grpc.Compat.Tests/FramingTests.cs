using System.Buffers.Binary;
using System.Net;
using Domaeka.Compat.Test;
using Domaeka.TestKit;

namespace Grpc.Compat.Tests;

/// <summary>What a peer that violates the protocol gets, and that it gets no more than that.</summary>
public sealed class FramingTests
{
    [Fact]
    public async Task Unary_SecondMessage_IsInternal()
    {
        await AssertStatusAsync("13", [.. RawCall.Frame(new TestRequest()), .. RawCall.Frame(new TestRequest())]);
    }

    [Fact]
    public async Task Unary_NoMessage_IsInternal()
    {
        await AssertStatusAsync("13", []);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Unary_CutMessage_IsInternal(int length)
    {
        await AssertStatusAsync("13", RawCall.Frame(new TestRequest { Text = "hello" })[..length]);
    }

    [Fact]
    public async Task Unary_BytesBehindTheMessage_IsInternal()
    {
        await AssertStatusAsync("13", [.. RawCall.Frame(new TestRequest()), 0]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(255)]
    public async Task Unary_UnknownFlag_FailsTheCall(byte flag)
    {
        await using var server = await TestServer.StartAsync();

        var raw = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest(), flag)).DefaultTimeout();

        Assert.NotEqual("0", raw.GrpcStatus);
    }

    [Fact]
    public async Task Unary_HugeLengthWithoutBody_IsRefusedAtOnce()
    {
        var header = new byte[5];
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(1), int.MaxValue);

        await AssertStatusAsync("8", header);
    }

    [Fact]
    public async Task Unary_NoProtobuf_FailsTheCall()
    {
        await using var server = await TestServer.StartAsync();

        var raw = await RawCall.SendAsync(server, RawCall.Frame([0xFF, 0xFF, 0xFF])).DefaultTimeout();

        Assert.NotEqual("0", raw.GrpcStatus);
    }

    [Fact]
    public async Task Stream_CutMessage_IsInternal()
    {
        await AssertStatusAsync(
            "13",
            [.. RawCall.Frame(new TestRequest { Text = "a" }), 0, 0],
            "/domaeka.compat.test.Tester/Upload");
    }

    [Fact]
    public async Task Stream_ManyMessagesInOneFrame_AreAllRead()
    {
        await using var server = await TestServer.StartAsync();
        var body = Enumerable.Range(0, 1_000).SelectMany(i => RawCall.Frame(new TestRequest { Text = "x" })).ToArray();

        var raw = await RawCall.SendAsync(server, body, "/domaeka.compat.test.Tester/Upload").DefaultTimeout();

        Assert.Equal("0", raw.GrpcStatus);
        Assert.Equal(1_000, TestReply.Parser.ParseFrom(raw.Body.AsSpan(5).ToArray()).Count);
    }

    [Fact]
    public async Task Stream_MessageInSingleBytes_IsRead()
    {
        await using var server = await TestServer.StartAsync();
        using var http = server.CreateHttpClient();
        var body = RawCall.Frame(new TestRequest { Text = "drop by drop" });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/domaeka.compat.test.Tester/Echo")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new DroppingContent(body),
        };

        using var response = await http.SendAsync(request).DefaultTimeout();
        var reply = await response.Content.ReadAsByteArrayAsync().DefaultTimeout();

        Assert.Equal("0", response.TrailingHeaders.GetValues("grpc-status").Single());
        Assert.Equal("drop by drop", TestReply.Parser.ParseFrom(reply.AsSpan(5).ToArray()).Text);
    }

    private static async Task AssertStatusAsync(string status, byte[] body, string path = "/domaeka.compat.test.Tester/Echo")
    {
        await using var server = await TestServer.StartAsync();

        var raw = await RawCall.SendAsync(server, body, path).DefaultTimeout();

        Assert.Equal(HttpStatusCode.OK, raw.StatusCode);
        Assert.Equal(status, raw.GrpcStatus);
    }

    private sealed class DroppingContent : HttpContent
    {
        private readonly byte[] _bytes;

        public DroppingContent(byte[] bytes)
        {
            _bytes = bytes;
            Headers.TryAddWithoutValidation("Content-Type", "application/grpc");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            foreach (var single in _bytes)
            {
                await stream.WriteAsync(new[] { single });
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
