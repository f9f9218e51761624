using System.Text;
using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Grpc.Core;

namespace Grpc.Compat.Tests;

public sealed class MetadataTests
{
    [Fact]
    public async Task RequestHeaders_TextAndBinary_ReachTheHandler()
    {
        var seen = await RequestHeadersAsync(new Metadata
        {
            { "Authorization", "Bearer abc" },
            { "X-Mixed.Case_Key-1", "12" },
            { "empty-bin", [] },
            { "blob-bin", [0, 255, 62, 63, 10] },
        });

        Assert.Equal("Bearer abc", seen.GetValue("authorization"));
        Assert.Equal("12", seen.GetValue("x-mixed.case_key-1"));
        Assert.Equal(new byte[] { 0, 255, 62, 63, 10 }, seen.GetValueBytes("blob-bin"));
        Assert.Empty(seen.GetValueBytes("empty-bin")!);
        Assert.True(seen.Get("blob-bin")!.IsBinary);
    }

    [Fact]
    public async Task RequestHeaders_OfTheTransport_AreHidden()
    {
        var seen = await RequestHeadersAsync([], DateTime.UtcNow.AddMinutes(1));

        Assert.DoesNotContain(
            seen,
            entry => entry.Key is "te" or "content-type" or "grpc-timeout" or "grpc-encoding" or "grpc-accept-encoding" or "host"
                || entry.Key.StartsWith(':'));
        Assert.NotNull(seen.GetValue("user-agent"));
    }

    [Theory]
    [InlineData("AP8+PwoB")]
    [InlineData("AP8+Pwo=")]
    [InlineData("AP8+Pwo")]
    public async Task RequestHeaders_BinaryWithAndWithoutPadding_IsDecoded(string base64)
    {
        byte[]? seen = null;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, context) =>
            {
                seen = context.RequestHeaders.GetValueBytes("blob-bin");
                return Task.FromResult(new TestReply());
            },
        });

        var raw = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest()), headers: ("blob-bin", base64)).DefaultTimeout();

        Assert.Equal("0", raw.GrpcStatus);
        Assert.Equal(Convert.FromBase64String(base64.PadRight(8, '=')), seen);
    }

    [Fact]
    public async Task ResponseHeaders_WrittenEarly_ArriveBeforeTheReply()
    {
        var release = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = async (_, context) =>
            {
                await context.WriteResponseHeadersAsync(new Metadata { { "early", "yes" }, { "blob-bin", [1, 2, 3] } });
                await release.Task;
                context.ResponseTrailers.Add("late", "too");
                return new TestReply { Text = "done" };
            },
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).EchoAsync(new TestRequest());

        var headers = await call.ResponseHeadersAsync.DefaultTimeout();
        Assert.False(call.ResponseAsync.IsCompleted);
        release.SetResult();
        var reply = await call.ResponseAsync.DefaultTimeout();

        Assert.Equal("yes", headers.GetValue("early"));
        Assert.Equal(new byte[] { 1, 2, 3 }, headers.GetValueBytes("blob-bin"));
        Assert.Equal("done", reply.Text);
        Assert.Equal("too", call.GetTrailers().GetValue("late"));
    }

    [Fact]
    public async Task ResponseHeaders_WrittenTwice_AreRefused()
    {
        Exception? refused = null;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = async (_, context) =>
            {
                await context.WriteResponseHeadersAsync([]);
                refused = await Record.ExceptionAsync(() => context.WriteResponseHeadersAsync([]));
                return new TestReply();
            },
        });
        using var channel = server.CreateChannel();

        await new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.IsType<InvalidOperationException>(refused);
    }

    [Fact]
    public async Task ServerStreaming_HeadersWithoutMessages_Arrive()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Download = async (_, _, context) =>
            {
                await context.WriteResponseHeadersAsync(new Metadata { { "a", "1" } });
                context.ResponseTrailers.Add("b", "2");
            },
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).Download(new TestRequest());

        Assert.Equal("1", (await call.ResponseHeadersAsync.DefaultTimeout()).GetValue("a"));
        Assert.False(await call.ResponseStream.MoveNext().DefaultTimeout());
        Assert.Equal("2", call.GetTrailers().GetValue("b"));
    }

    [Fact]
    public async Task Trailers_RepeatedKey_KeepOrder()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Download = async (_, responses, context) =>
            {
                await responses.WriteAsync(new TestReply());
                context.ResponseTrailers.Add("k", "1");
                context.ResponseTrailers.Add("k", "2");
                context.ResponseTrailers.Add("k-bin", [1]);
                context.ResponseTrailers.Add("k-bin", [2]);
            },
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).Download(new TestRequest());
        while (await call.ResponseStream.MoveNext().DefaultTimeout())
        {
        }

        Assert.Equal(["1", "2"], call.GetTrailers().GetAll("k").Select(entry => entry.Value));
        Assert.Equal([[1], [2]], call.GetTrailers().GetAll("k-bin").Select(entry => entry.ValueBytes));
        Assert.Equal("2", call.GetTrailers().GetValue("k"));
    }

    [Fact]
    public async Task Trailers_NotAscii_FailTheCallButAnswerIt()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, context) =>
            {
                context.ResponseTrailers.Add("k", "값");
                return Task.FromResult(new TestReply());
            },
        });
        using var channel = server.CreateChannel();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());

        Assert.NotEqual(StatusCode.OK, error.StatusCode);
    }

    [Theory]
    [InlineData("with space")]
    [InlineData("umläut")]
    [InlineData("colon:")]
    public void Entry_InvalidKey_IsRefused(string key)
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "v"));
    }

    [Fact]
    public void Entry_SuffixAndKindOfValue_MustAgree()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("k-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("k", new byte[1]));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("k", (string)null!));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("k-bin", (byte[])null!));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry(null!, "v"));
    }

    [Fact]
    public void Entry_KeyInUpperCase_IsLowered()
    {
        var entry = new Metadata.Entry("X-KEY", "Value");

        Assert.Equal("x-key", entry.Key);
        Assert.Equal("Value", entry.Value);
        Assert.False(entry.IsBinary);
        Assert.Equal(Encoding.ASCII.GetBytes("Value"), entry.ValueBytes);
    }

    [Fact]
    public void Entry_BinaryValue_IsACopyBothWays()
    {
        var source = new byte[] { 1 };
        var entry = new Metadata.Entry("k-bin", source);
        source[0] = 9;
        entry.ValueBytes[0] = 8;

        Assert.Equal(new byte[] { 1 }, entry.ValueBytes);
        Assert.Throws<InvalidOperationException>(() => entry.Value);
    }

    [Fact]
    public void Metadata_Lookups_IgnoreCaseAndGiveTheLast()
    {
        var metadata = new Metadata { { "k", "1" }, { "K", "2" } };

        Assert.Equal("2", metadata.GetValue("K"));
        Assert.Equal(2, metadata.GetAll("k").Count());
        Assert.Null(metadata.Get("absent"));
        Assert.Null(metadata.GetValue("absent"));
        Assert.Null(metadata.GetValueBytes("absent"));
    }

    [Fact]
    public void Empty_Changes_AreRefused()
    {
        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("k", "v"));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Clear());
        Assert.Empty(Metadata.Empty);
    }

    private static async Task<Metadata> RequestHeadersAsync(Metadata headers, DateTime? deadline = null)
    {
        Metadata? seen = null;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, context) =>
            {
                seen = context.RequestHeaders;
                return Task.FromResult(new TestReply());
            },
        });
        using var channel = server.CreateChannel();
        await new Tester.TesterClient(channel).EchoAsync(new TestRequest(), headers, deadline).ResponseAsync.DefaultTimeout();
        return seen!;
    }
}
