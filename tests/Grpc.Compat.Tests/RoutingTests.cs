using System.Net;
using Domaeka.Compat.Test;
using Domaeka.TestKit;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Compat.Tests;

public sealed class RoutingTests
{
    [Fact]
    public async Task Endpoint_OfAMethod_CarriesItsMetadata()
    {
        Endpoint? endpoint = null;
        await using var server = await TestServer.StartAsync(app: app => app.Use((context, next) =>
        {
            endpoint = context.GetEndpoint();
            return next(context);
        }));
        using var channel = server.CreateChannel();

        await new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        var metadata = endpoint!.Metadata.GetMetadata<GrpcMethodMetadata>()!;
        Assert.Equal(typeof(DelegatingTester), metadata.ServiceType);
        Assert.Equal("Echo", metadata.Method.Name);
        Assert.Equal("domaeka.compat.test.Tester", metadata.Method.ServiceName);
        Assert.Equal("/domaeka.compat.test.Tester/Echo", metadata.Method.FullName);
        Assert.Equal(MethodType.Unary, metadata.Method.Type);
        Assert.Equal(["POST"], endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods);
    }

    [Fact]
    public async Task Endpoint_AttributesOfClassAndMethod_AreMetadata()
    {
        IReadOnlyList<string>? marks = null;
        await using var server = await TestServer.StartAsync(
            mapTester: false,
            app: app =>
            {
                app.Use((context, next) =>
                {
                    marks = [.. context.GetEndpoint()!.Metadata.GetOrderedMetadata<MarkAttribute>().Select(mark => mark.Name)];
                    return next(context);
                });
                app.MapGrpcService<MarkedTester>().WithMetadata(new MarkAttribute("convention"));
            });
        using var channel = server.CreateChannel();

        await new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Equal(["class", "method", "convention"], marks);
    }

    [Fact]
    public async Task Middleware_BeforeTheEndpoint_CanRefuse()
    {
        await using var server = await TestServer.StartAsync(app: app => app.Use((HttpContext context, RequestDelegate next) =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }));
        using var channel = server.CreateChannel();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.PermissionDenied, error.StatusCode);
    }

    [Fact]
    public async Task GetHttpContext_InAHandler_IsTheRequest()
    {
        (string Path, string Method, string Host, string Peer) seen = default;
        await using var server = await TestServer.StartAsync(new Handlers
        {
            Echo = (_, context) =>
            {
                context.UserState["k"] = "v";
                Assert.Equal("v", context.GetHttpContext().Items["k"]);
                seen = (context.GetHttpContext().Request.Path, context.Method, context.Host, context.Peer);
                return Task.FromResult(new TestReply());
            },
        });
        using var channel = server.CreateChannel();

        await new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout();

        Assert.Equal("/domaeka.compat.test.Tester/Echo", seen.Path);
        Assert.Equal("/domaeka.compat.test.Tester/Echo", seen.Method);
        Assert.Equal(new Uri(server.Address).Authority, seen.Host);
        Assert.StartsWith("ipv4:127.0.0.1:", seen.Peer);
    }

    [Fact]
    public async Task Feature_InMiddleware_GivesTheCall()
    {
        StatusCode? seen = null;
        await using var server = await TestServer.StartAsync(
            new Handlers { Echo = (_, _) => throw new RpcException(new Status(StatusCode.NotFound, "no")) },
            app: app => app.Use(async (context, next) =>
            {
                await next(context);
                seen = context.Features.Get<IServerCallContextFeature>()?.ServerCallContext.Status.StatusCode;
            }));
        using var channel = server.CreateChannel();

        await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.NotFound, seen);
    }

    [Fact]
    public async Task Method_NotOverridden_IsUnimplemented()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Tester.TesterClient(channel).NotImplementedHereAsync(new TestRequest()).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }

    [Fact]
    public async Task Service_NotMapped_IsUnimplemented()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.CreateChannel();

        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Stranger.StrangerClient(channel).EchoAsync(new TestRequest()).ResponseAsync.DefaultTimeout());

        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
        Assert.Equal("Service is unimplemented.", error.Status.Detail);
    }

    [Fact]
    public async Task Method_Unknown_IsUnimplemented()
    {
        await using var server = await TestServer.StartAsync();

        var raw = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest()), "/domaeka.compat.test.Tester/Nope").DefaultTimeout();

        Assert.Equal(HttpStatusCode.OK, raw.StatusCode);
        Assert.Equal("12", raw.GrpcStatus);
        Assert.Equal("Method is unimplemented.", raw.GrpcMessage);
    }

    [Fact]
    public async Task UnknownService_Ignored_IsNotFoundByHttp()
    {
        await using var server = await TestServer.StartAsync(options: options => options.IgnoreUnknownServices = true);

        var raw = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest()), "/some.Other/Nope").DefaultTimeout();

        Assert.Equal(HttpStatusCode.NotFound, raw.StatusCode);
        Assert.Null(raw.GrpcStatus);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpcx")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task ContentType_NotGrpc_Is415(string? contentType)
    {
        await using var server = await TestServer.StartAsync();

        var raw = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest()), contentType: contentType).DefaultTimeout();

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, raw.StatusCode);
        Assert.Equal("13", raw.GrpcStatus);
    }

    [Theory]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc; charset=utf-8")]
    [InlineData("APPLICATION/GRPC")]
    public async Task ContentType_Grpc_IsServed(string contentType)
    {
        await using var server = await TestServer.StartAsync();

        var raw = await RawCall.SendAsync(server, RawCall.Frame(new TestRequest()), contentType: contentType).DefaultTimeout();

        Assert.Equal(HttpStatusCode.OK, raw.StatusCode);
        Assert.Equal("0", raw.GrpcStatus);
    }

    [Fact]
    public async Task OtherContent_OfAnUnknownPath_Is404()
    {
        await using var server = await TestServer.StartAsync();

        var raw = await RawCall.SendAsync(server, [], "/some/page", contentType: "text/plain").DefaultTimeout();

        Assert.Equal(HttpStatusCode.NotFound, raw.StatusCode);
    }

    [Fact]
    public async Task Http1_Request_Is426()
    {
        await using var server = await TestServer.StartAsync(protocols: HttpProtocols.Http1);
        using var http = new HttpClient();
        using var content = new ByteArrayContent(RawCall.Frame(new TestRequest()));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");

        using var response = await http.PostAsync($"{server.Address}/domaeka.compat.test.Tester/Echo", content).DefaultTimeout();

        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Fact]
    public void MapGrpcService_WithoutAddGrpc_SaysSo()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        var error = Assert.Throws<InvalidOperationException>(() => app.MapGrpcService<DelegatingTester>());

        Assert.Contains("AddGrpc", error.Message);
    }

    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
    private sealed class MarkAttribute(string name) : Attribute
    {
        public string Name => name;
    }

    [Mark("class")]
    private sealed class MarkedTester : Tester.TesterBase
    {
        [Mark("method")]
        public override Task<TestReply> Echo(TestRequest request, ServerCallContext context) => Task.FromResult(new TestReply());
    }
}
