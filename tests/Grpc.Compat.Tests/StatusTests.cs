using System.Net;
using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Grpc.Core;

namespace Grpc.Compat.Tests;

public sealed class StatusTests
{
    public static TheoryData<StatusCode> FailureCodes =>
        [.. Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK)];

    [Theory]
    [MemberData(nameof(FailureCodes))]
    public async Task Unary_HandlerThrowsRpcException_ClientSeesCodeAndDetail(StatusCode code)
    {
        var error = await FailAsync((_, _) => throw new RpcException(new Status(code, $"as {code}")));

        Assert.Equal(code, error.StatusCode);
        Assert.Equal($"as {code}", error.Status.Detail);
    }

    [Theory]
    [InlineData("방이 승인되지 않았습니다")]
    [InlineData("100 % of\r\nlines\twith \u007f and 😀")]
    [InlineData("")]
    [InlineData("%41 stays %41")]
    public async Task Unary_DetailWithAnyText_TravelsFaithfully(string detail)
    {
        var error = await FailAsync((_, _) => throw new RpcException(new Status(StatusCode.Aborted, detail)));

        Assert.Equal(detail, error.Status.Detail);
    }

    [Fact]
    public async Task Unary_HandlerThrowsRpcException_TrailersOfBothSourcesArrive()
    {
        var error = await FailAsync((_, context) =>
        {
            context.ResponseTrailers.Add("from-context", "1");
            throw new RpcException(
                new Status(StatusCode.NotFound, "no"),
                new Metadata { { "from-exception", "2" }, { "blob-bin", [0, 1, 254, 255] } });
        });

        Assert.Equal("1", error.Trailers.GetValue("from-context"));
        Assert.Equal("2", error.Trailers.GetValue("from-exception"));
        Assert.Equal(new byte[] { 0, 1, 254, 255 }, error.Trailers.GetValueBytes("blob-bin"));
    }

    [Fact]
    public async Task Unary_HandlerThrows_IsUnknownWithoutDetails()
    {
        var error = await FailAsync((_, _) => throw new InvalidOperationException("secret"));

        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        Assert.Equal("Exception was thrown by handler.", error.Status.Detail);
    }

    [Fact]
    public async Task Unary_HandlerThrowsWithDetailedErrors_IsUnknownWithDetails()
    {
        await using var server = await TestServer.StartAsync(
            new Handlers { Echo = (_, _) => throw new InvalidOperationException("cause") },
            options => options.EnableDetailedErrors = true);
        using var channel = server.CreateChannel();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        Assert.Equal("Exception was thrown by handler. InvalidOperationException: cause", error.Status.Detail);
    }

    [Fact]
    public async Task Unary_HandlerReturnsNull_IsCancelled()
    {
        var error = await FailAsync((_, _) => Task.FromResult<TestReply>(null!));

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.Equal("No message returned from method.", error.Status.Detail);
    }

    [Fact]
    public async Task ClientStreaming_HandlerReturnsNull_IsCancelled()
    {
        await using var server = await TestServer.StartAsync(
            new Handlers { Upload = (_, _) => Task.FromResult<TestReply>(null!) });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).Upload();

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
    }

    [Fact]
    public async Task Unary_StatusSetBesideAReply_WinsOverTheReply()
    {
        var error = await FailAsync((_, context) =>
        {
            context.Status = new Status(StatusCode.PermissionDenied, "set");
            return Task.FromResult(new TestReply { Text = "lost" });
        });

        Assert.Equal(StatusCode.PermissionDenied, error.StatusCode);
        Assert.Equal("set", error.Status.Detail);
    }

    [Fact]
    public async Task Unary_Failed_StatusAndTrailersOfTheCallAreThere()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, _) => throw new RpcException(new Status(StatusCode.NotFound, "no"), new Metadata { { "k", "v" } }),
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).EchoAsync(new TestRequest());

        await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.NotFound, call.GetStatus().StatusCode);
        Assert.Equal("v", call.GetTrailers().GetValue("k"));
        Assert.NotNull(await call.ResponseHeadersAsync.DefaultTimeout());
    }

    [Fact]
    public async Task Unary_UnderWay_StatusAndTrailersAreRefused()
    {
        var release = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = async (_, _) =>
            {
                await release.Task;
                return new TestReply();
            },
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).EchoAsync(new TestRequest());

        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
        release.SetResult();
        await call.ResponseAsync.DefaultTimeout();
    }

    [Fact]
    public async Task ServerStreaming_FailsAfterMessages_MessagesComeFirst()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Download = async (_, responses, _) =>
            {
                await responses.WriteAsync(new TestReply { Count = 1 });
                throw new RpcException(new Status(StatusCode.DataLoss, "gone"), new Metadata { { "k", "v" } });
            },
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).Download(new TestRequest());

        Assert.True(await call.ResponseStream.MoveNext().DefaultTimeout());
        Assert.Equal(1, call.ResponseStream.Current.Count);
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().DefaultTimeout());
        Assert.Equal(StatusCode.DataLoss, error.StatusCode);
        Assert.Equal("v", error.Trailers.GetValue("k"));
        Assert.Equal(StatusCode.DataLoss, call.GetStatus().StatusCode);
        Assert.Equal("v", call.GetTrailers().GetValue("k"));
        Assert.Equal(
            StatusCode.DataLoss,
            (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().DefaultTimeout())).StatusCode);
    }

    [Fact]
    public async Task Wire_ImmediateError_IsTrailersOnly()
    {
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, _) => throw new RpcException(new Status(StatusCode.NotFound, "없음")),
        });

        var raw = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest())).DefaultTimeout();

        Assert.Equal(HttpStatusCode.OK, raw.StatusCode);
        Assert.Equal("application/grpc", raw.ContentType);
        Assert.True(raw.IsTrailersOnly);
        Assert.Equal("5", raw.GrpcStatus);
        Assert.Equal("%EC%97%86%EC%9D%8C", raw.GrpcMessage);
        Assert.Empty(raw.Body);
    }

    [Fact]
    public async Task Wire_Success_HasStatusInTrailers()
    {
        await using var server = await TestServer.StartAsync();

        var raw = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest { Text = "hi" })).DefaultTimeout();

        Assert.False(raw.IsTrailersOnly);
        Assert.Equal("0", raw.GrpcStatus);
        Assert.Null(raw.GrpcMessage);
        Assert.Equal(RawCall.Frame(new TestReply { Text = "hi" }), raw.Body);
    }

    private static async Task<RpcException> FailAsync(UnaryServerMethod<TestRequest, TestReply> echo)
    {
        await using var server = await TestServer.StartAsync(new Handlers { Echo = echo });
        using var channel = server.CreateChannel();
        return await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());
    }
}
