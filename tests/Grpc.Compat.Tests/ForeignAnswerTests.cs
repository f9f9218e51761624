using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Grpc.Compat.Tests;

/// <summary>How the client reads answers of servers that are none of gRPC, or bad ones.</summary>
public sealed class ForeignAnswerTests
{
    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(431, StatusCode.Internal)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    public async Task HttpStatus_WithoutGrpcStatus_IsMapped(int http, StatusCode expected)
    {
        var error = await CallAsync(context =>
        {
            context.Response.StatusCode = http;
            return Task.CompletedTask;
        });

        Assert.Equal(expected, error.StatusCode);
        Assert.Contains($"{http}", error.Status.Detail);
    }

    [Fact]
    public async Task HttpStatus_WithGrpcStatus_YieldsToIt()
    {
        var error = await CallAsync(context =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers["grpc-status"] = "7";
            context.Response.Headers["grpc-message"] = "%EC%95%88";
            context.Response.Headers["extra"] = "e";
            return Task.CompletedTask;
        });

        Assert.Equal(StatusCode.PermissionDenied, error.StatusCode);
        Assert.Equal("안", error.Status.Detail);
        Assert.Equal("e", error.Trailers.GetValue("extra"));
    }

    [Fact]
    public async Task ContentType_Missing_IsCancelled()
    {
        var error = await CallAsync(_ => Task.CompletedTask);

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
    }

    [Fact]
    public async Task ContentType_OfAWebPage_IsCancelled()
    {
        var error = await CallAsync(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<html>");
        });

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.Contains("text/html", error.Status.Detail);
    }

    [Fact]
    public async Task GrpcStatus_Missing_IsCancelled()
    {
        var error = await CallAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(RawCall.Frame(new TestReply()));
        });

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.Equal("No grpc-status found on response.", error.Status.Detail);
    }

    [Fact]
    public async Task GrpcStatus_OkWithoutMessage_IsInternal()
    {
        var trailersOnly = await CallAsync(context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "0";
            return Task.CompletedTask;
        });
        var withTrailers = await CallAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.StartAsync();
            context.Response.AppendTrailer("grpc-status", "0");
        });

        Assert.Equal(StatusCode.Internal, trailersOnly.StatusCode);
        Assert.Equal(StatusCode.Internal, withTrailers.StatusCode);
    }

    [Fact]
    public async Task GrpcStatus_Unknown_IsKept()
    {
        var error = await CallAsync(context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "99";
            return Task.CompletedTask;
        });

        Assert.Equal((StatusCode)99, error.StatusCode);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 })]
    [InlineData(new byte[] { 7, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0 })]
    public async Task Message_Malformed_IsInternal(byte[] body)
    {
        var error = await CallAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(body);
            context.Response.AppendTrailer("grpc-status", "0");
        });

        Assert.NotEqual(StatusCode.OK, error.StatusCode);
    }

    [Fact]
    public async Task Message_OfUnknownEncoding_IsUnimplemented()
    {
        var error = await CallAsync(async context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-encoding"] = "snappy";
            await context.Response.Body.WriteAsync(RawCall.Frame(new TestReply(), flag: 1));
            context.Response.AppendTrailer("grpc-status", "0");
        });

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    [Fact]
    public async Task Stream_TrailersOnlyOk_EndsWithoutMessages()
    {
        await using var server = await StartAsync(context =>
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "0";
            context.Response.Headers["t"] = "1";
            return Task.CompletedTask;
        });
        using var channel = server.CreateChannel();
        using var call = new Tester.TesterClient(channel).Download(new TestRequest());

        Assert.False(await call.ResponseStream.MoveNext().DefaultTimeout());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal("1", call.GetTrailers().GetValue("t"));
    }

    private static Task<TestServer> StartAsync(RequestDelegate answer) => TestServer.StartAsync(
        mapTester: false,
        app: app => app.Run(answer));

    private static async Task<RpcException> CallAsync(RequestDelegate answer)
    {
        await using var server = await StartAsync(answer);
        using var channel = server.CreateChannel();
        return await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());
    }
}
